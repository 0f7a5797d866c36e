import { asRecord, asTexts } from './json.mjs';

/** @typedef {import('./described-api.mjs').Type} Type @typedef {import('./described-api.mjs').Shape} Shape @typedef {import('./json.mjs').Record} Record */

/** Begins the name of a shape that has none in its description, since it stands where it is used. */
export const INLINE = '~';

/**
 * Turns schemas into types, and collects the shapes of objects by name on the way.
 *
 * @param {Record} schemas
 * @param {(value: unknown) => unknown} resolved
 * @param {(name: string) => string} translated
 */
export function createTypeReader(schemas, resolved, translated) {
  /** @type {Map<string, Shape>} */
  const shapes = new Map();

  /**
   * @param {unknown} given
   * @param {string} [place] names the shape of an object that has no name
   * @returns {Type}
   */
  function typeOf(given, place) {
    const schema = onlyPart(asRecord(given));
    const reference = schema['$ref'];
    if (typeof reference === 'string') {
      const target = onlyPart(asRecord(resolved(schema)));
      const name = translated(decodeURIComponent(reference.split('/').at(-1) ?? ''));
      return isObject(target) ? { name, values: [] } : typeOf(target, name);
    }
    const values = asTexts(schema['enum'] ?? schema['x-extensible-enum']);
    if (schema['type'] === 'array') {
      const item = typeOf(schema['items'], place);
      return { name: `${item.name}[]`, values: item.values };
    }
    if (isObject(schema) && fieldsOf(schema).length > 0 && place !== undefined) {
      shapes.set(place, shapeOf(schema, place));
      return { name: place, values: [] };
    }
    const [type = isObject(schema) ? 'object' : 'any', ...others] = typesOf(schema);
    return { name: others.length > 0 ? 'any' : type, values };
  }

  /** @param {Record} schema @param {string} name @returns {Shape} */
  function shapeOf(schema, name) {
    const required = requiredOf(schema);
    return new Map(
      fieldsOf(schema).map(([field, value]) => [
        field,
        { type: typeOf(value, `${name}.${field}`), required: required.includes(field) },
      ]),
    );
  }

  /** @param {Record} schema @returns {readonly (readonly [string, unknown])[]} */
  function fieldsOf(schema) {
    return [...partsOf(schema).flatMap(fieldsOf), ...Object.entries(asRecord(schema['properties']))];
  }

  /** @param {Record} schema @returns {readonly string[]} */
  function requiredOf(schema) {
    return [...partsOf(schema).flatMap(requiredOf), ...asTexts(schema['required'])];
  }

  /** @param {Record} schema */
  function partsOf(schema) {
    const parts = Array.isArray(schema['allOf']) ? schema['allOf'] : [];
    return parts.map((part) => asRecord(resolved(part)));
  }

  /** @param {Record} schema */
  function isObject(schema) {
    return typesOf(schema).includes('object') || schema['properties'] !== undefined || schema['allOf'] !== undefined;
  }

  return {
    shapes,
    typeOf,
    /** Collects the shape of a schema that is an object. @param {string} name as the description calls it */
    shapeOfSchema(name) {
      const schema = asRecord(resolved(schemas[name]));
      if (isObject(schema)) shapes.set(translated(name), shapeOf(schema, translated(name)));
    },
  };
}

/** The types it may have, but for `null`. @param {Record} schema */
function typesOf(schema) {
  return [schema['type'] ?? []].flat().flatMap((type) => (typeof type === 'string' && type !== 'null' ? [type] : []));
}

/** A reference with something beside it is written as the only part of `allOf`. @param {Record} schema */
function onlyPart(schema) {
  const { allOf } = schema;
  return Array.isArray(allOf) && allOf.length === 1 && schema['properties'] === undefined ? asRecord(allOf[0]) : schema;
}
