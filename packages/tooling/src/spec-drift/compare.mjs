/**
 * What is new in a description: whatever it says that neither our document says nor sipgate's description said when our
 * document was written, and whatever it no longer says that both said.
 *
 * @typedef {import('./described-api.mjs').DescribedApi} DescribedApi
 * @typedef {import('./described-api.mjs').DescribedOperation} DescribedOperation
 * @typedef {import('./described-api.mjs').Field} Field
 * @typedef {import('./described-api.mjs').Shape} Shape
 * @typedef {import('./described-api.mjs').Type} Type
 * @typedef {'operation' | 'parameter' | 'body' | 'answer' | 'scope' | 'schema' | 'property'} Subject
 * @typedef {{ subject: Subject, change: 'added' | 'removed' | 'changed', where: string, what: string }} Difference
 */
import { INLINE } from './described-types.mjs';

/** Answers that come whether or not they are declared; ours declares them everywhere. */
const GENERAL_ANSWERS = new Set(['400', '401', '403', '404', '429', '5XX', '500', '502', '503', '504']);

/**
 * @param {DescribedApi} theirs the description to look at
 * @param {DescribedApi} ours
 * @param {DescribedApi} facts what theirs said once
 * @returns {{ differences: readonly Difference[], confirmed: readonly string[] }} `confirmed`: the operations that are
 * marked unconfirmed here, and are in theirs
 */
export function compare(theirs, ours, facts) {
  /** @type {Difference[]} */
  const differences = [];
  /** Shapes that were compared where they are used, because theirs gives them no name. @type {Set<string>} */
  const compared = new Set();
  const tell =
    (/** @type {Subject} */ subject, /** @type {Difference['change']} */ change) =>
    (/** @type {string} */ where, /** @type {string} */ what) =>
      void differences.push({ subject, change, where, what });

  for (const [key, operation] of theirs.operations) {
    const our = ours.operations.get(key);
    const known = facts.operations.get(key);
    if (our !== undefined) compareOperations(operation, our, known);
    else if (known === undefined) tell('operation', 'added')(titleOf(operation), summaryOf(operation));
  }
  for (const [key, our] of ours.operations) {
    if (!theirs.operations.has(key) && facts.operations.has(key)) {
      tell('operation', 'removed')(titleOf(our), our.operationId ?? '');
    }
  }
  for (const [name, shape] of theirs.shapes) {
    if (name.startsWith(INLINE) || name.includes('.~')) continue;
    const our = ours.shapes.get(name);
    const known = facts.shapes.get(name);
    if (our !== undefined || known !== undefined) compareShapes(name, shape, our, known);
    else if (!isPartOf(name)) tell('schema', 'added')(name, [...shape.keys()].join(', '));
  }
  for (const name of ours.shapes.keys()) {
    if (theirs.shapes.has(name) || compared.has(name) || !facts.shapes.has(name)) continue;
    tell('schema', 'removed')(name, '');
  }
  compareSets('scope', 'scopes', theirs.scopes, ours.scopes, facts.scopes);
  const confirmed = [...ours.operations].filter(([key, { unconfirmed }]) => unconfirmed && theirs.operations.has(key));
  return { differences, confirmed: confirmed.map(([, operation]) => titleOf(operation)) };

  /** @param {DescribedOperation} their @param {DescribedOperation} our @param {DescribedOperation | undefined} known */
  function compareOperations(their, our, known) {
    const where = titleOf(our);
    const changed = tell('operation', 'changed');
    if (their.deprecated !== our.deprecated && their.deprecated !== known?.deprecated) {
      changed(where, their.deprecated ? 'is deprecated now' : 'is no longer deprecated');
    }
    if (their.operationId !== undefined && ![our.operationId, known?.operationId].includes(their.operationId)) {
      changed(where, `operationId ${known?.operationId ?? our.operationId} → ${their.operationId}`);
    }
    compareSets('scope', where, their.scopes, our.scopes, known?.scopes);
    compareFields('parameter', where, their.parameters, our.parameters, known?.parameters);
    compareBodies(where, their.body, our.body, known === undefined ? our.body : known.body);
    compareAnswers(where, their.answers, our.answers, known?.answers);
  }

  /** @param {string} where @param {Type | undefined} their @param {Type | undefined} our @param {Type | undefined} known */
  function compareBodies(where, their, our, known) {
    if (their === undefined) {
      if (our !== undefined && known !== undefined) tell('body', 'removed')(where, our.name);
    } else if (our === undefined && known === undefined) tell('body', 'added')(where, their.name);
    else compareTypes('body', where, '', their, our, known);
  }

  /**
   * @param {string} where
   * @param {DescribedOperation['answers']} their
   * @param {DescribedOperation['answers']} our
   * @param {DescribedOperation['answers'] | undefined} known
   */
  function compareAnswers(where, their, our, known) {
    const before = known ?? new Map([...our].filter(([code]) => !GENERAL_ANSWERS.has(code)));
    for (const [code, type] of their) {
      const declared = our.has(code) || before.has(code) || (code.startsWith('5') && our.has('5XX'));
      if (!declared) tell('answer', 'added')(where, `${code}${type === undefined ? '' : ` ${shownName(type.name)}`}`);
      else if (code.startsWith('2')) {
        const [ourType, knownType] = [our.get(code), before.get(code)];
        if (type !== undefined && (ourType ?? knownType) !== undefined) {
          compareTypes('answer', where, `${code} `, type, ourType, knownType);
        } else if (type?.name !== ourType?.name && type?.name !== knownType?.name) {
          tell('answer', 'changed')(
            where,
            `${code} ${shownName((ourType ?? knownType)?.name)} → ${shownName(type?.name)}`,
          );
        }
      }
    }
    for (const code of before.keys()) {
      if (our.has(code) && !their.has(code)) tell('answer', 'removed')(where, code);
    }
  }

  /** @param {string} name @param {Shape} their @param {Shape | undefined} our @param {Shape | undefined} known */
  function compareShapes(name, their, our, known) {
    compareFields('property', name, their, our ?? new Map(), known);
  }

  /**
   * @param {'parameter' | 'property'} subject
   * @param {string} where
   * @param {ReadonlyMap<string, Field>} their
   * @param {ReadonlyMap<string, Field>} our
   * @param {ReadonlyMap<string, Field> | undefined} known
   */
  function compareFields(subject, where, their, our, known) {
    for (const [key, field] of their) {
      const [ourField, knownField] = [our.get(key), known?.get(key)];
      const name = withoutPlace(key);
      if (ourField === undefined && knownField === undefined) {
        tell(subject, 'added')(where, `${name}: ${shownType(field.type)}${field.required ? ', required' : ''}`);
        continue;
      }
      compareTypes(subject, where, `${name}: `, field.type, ourField?.type, knownField?.type);
      const fields = [ourField, knownField].filter((one) => one !== undefined);
      if (fields.every(({ required }) => required !== field.required)) {
        tell(subject, 'changed')(where, `${name}: ${field.required ? 'required now' : 'no longer required'}`);
      }
    }
    for (const name of (known ?? our).keys()) {
      if (our.has(name) && !their.has(name)) tell(subject, 'removed')(where, withoutPlace(name));
    }
  }

  /**
   * @param {Subject} subject
   * @param {string} where
   * @param {string} part what of it, with what parts it from the rest
   * @param {Type} their
   * @param {Type | undefined} our
   * @param {Type | undefined} known
   */
  function compareTypes(subject, where, part, their, our, known) {
    const before = /** @type {Type} */ (our ?? known);
    if (![our?.name, known?.name].includes(their.name) && !sameShape(their.name, our, known)) {
      tell(subject, 'changed')(where, `${part}${shownName(before.name)} → ${shownName(their.name)}`);
      return;
    }
    if (their.values.length === 0 && before.values.length === 0) return;
    const inOurs = new Set(our?.values);
    const inFacts = known === undefined ? inOurs : new Set(known.values);
    // A list that was given up, or given first, would be a long row of values.
    if (their.values.length === 0) {
      if (inOurs.size > 0 && inFacts.size > 0)
        tell(subject, 'changed')(where, `${part}any value, no longer a list of them`);
    } else if (inOurs.size === 0 && inFacts.size === 0) {
      tell(subject, 'changed')(where, `${part}only ${their.values.join(', ')}`);
    } else compareValues(subject, where, part, new Set(their.values), inOurs, inFacts);
  }

  /** @param {Subject} subject @param {string} where @param {string} part @param {ReadonlySet<string>} their @param {ReadonlySet<string>} our @param {ReadonlySet<string>} known */
  function compareValues(subject, where, part, their, our, known) {
    const added = [...their].filter((value) => !our.has(value) && !known.has(value));
    const removed = [...our].filter((value) => known.has(value) && !their.has(value));
    if (added.length > 0) tell(subject, 'changed')(where, `${part}new value ${added.join(', ')}`);
    if (removed.length > 0) tell(subject, 'changed')(where, `${part}no longer ${removed.join(', ')}`);
  }

  /**
   * A shape without a name is compared with the named one that ours has in its place.
   *
   * @param {string} name
   * @param {Type | undefined} our
   * @param {Type | undefined} known
   */
  function sameShape(name, our, known) {
    const bare = (/** @type {string} */ one) => one.replaceAll('[]', '');
    const lists = (/** @type {string} */ one) => one.length - bare(one).length;
    const shape = theirs.shapes.get(bare(name));
    const named = our ?? known;
    if (shape === undefined || named === undefined || !isInline(bare(name)) || lists(name) !== lists(named.name))
      return false;
    const place = bare(named.name);
    const [ourShape, knownShape] = [ours.shapes.get(place), facts.shapes.get(bare(known?.name ?? place))];
    if (ourShape === undefined && knownShape === undefined) return false;
    if (!compared.has(place)) {
      compared.add(place);
      compareShapes(place, shape, ourShape, knownShape);
    }
    return true;
  }

  /** @param {string} name */
  function isInline(name) {
    return name.startsWith(INLINE) || isPartOf(name);
  }

  /** Whether it stands within another schema of theirs. @param {string} name */
  function isPartOf(name) {
    return name.includes('.') && theirs.shapes.has(name.slice(0, name.lastIndexOf('.')));
  }

  /** @param {Subject} subject @param {string} where @param {ReadonlySet<string>} their @param {ReadonlySet<string>} our @param {ReadonlySet<string> | undefined} known */
  function compareSets(subject, where, their, our, known = our) {
    for (const one of their) if (!our.has(one) && !known.has(one)) tell(subject, 'added')(where, one);
    for (const one of our) if (known.has(one) && !their.has(one)) tell(subject, 'removed')(where, one);
  }
}

/** @param {DescribedOperation} operation */
const titleOf = ({ method, path }) => `${method} ${path}`;

/** @param {DescribedOperation} operation */
function summaryOf({ operationId = 'without operationId', scopes }) {
  return `${operationId}; ${scopes.size === 0 ? 'no scope' : [...scopes].join(', ')}`;
}

/** `query:limit` is called `limit`. @param {string} key */
const withoutPlace = (key) => key.replace(/^(?:query|path|header):/, '');

/** @param {Type} type */
const shownType = ({ name, values }) => (values.length === 0 ? shownName(name) : `${name} (${values.join(', ')})`);

/** @param {string | undefined} name */
function shownName(name) {
  if (name === undefined) return 'nothing';
  return name.startsWith(INLINE) ? 'an object of its own' : name;
}
