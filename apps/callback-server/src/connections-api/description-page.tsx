import { Page } from '../pages/page.tsx';
import type { Paths } from '../paths.ts';

/** What of an OpenAPI document the page shows. */
export interface Description {
  readonly info: { readonly title: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, object>>;
  readonly webhooks?: Readonly<Record<string, object>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string }[];
  readonly responses?: Readonly<Record<string, { readonly description: string }>>;
}

interface Schema {
  readonly properties?: Readonly<Record<string, { readonly description?: string; readonly type?: string }>>;
}

/** The description of the connections API, for people: a section for every operation, one for every shape. */
export function DescriptionPage({ description, paths }: { description: Description; paths: Paths }) {
  const operations = operationsIn(description.paths);
  const webhooks = operationsIn(description.webhooks);
  return (
    <Page title={description.info.title} paths={paths}>
      <h1>{description.info.title}</h1>
      <p class="lead">{description.info.description}</p>
      <p class="lead">
        Send an API key with every request: <code>Authorization: Bearer …</code>. For programs:{' '}
        <a href={`${paths.connections}/openapi.json`}>openapi.json</a>
      </p>
      {operations.map(({ path, method, operation }) => (
        <OperationSection path={path} method={method} operation={operation} />
      ))}
      {webhooks.map(({ path, operation }) => (
        <OperationSection path={path} method="Webhook" operation={operation} />
      ))}
      {Object.entries(description.components?.schemas ?? {}).map(([name, schema]) => (
        <ShapeSection name={name} schema={schema as Schema} />
      ))}
    </Page>
  );
}

const operationsIn = (paths: Readonly<Record<string, object>> = {}) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation: operation as Operation,
    })),
  );

function OperationSection({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const { summary, description = '', parameters = [], responses = {} } = operation;
  return (
    <section class="card">
      <h2>{summary}</h2>
      <p>
        <code>{`${method} ${path}`}</code>
      </p>
      <p class="quiet">{description.replaceAll('`', '')}</p>
      {parameters.length > 0 && <h3>Parameters</h3>}
      <Terms of={parameters.map((parameter) => [parameter.name, parameter.description ?? `In the ${parameter.in}.`])} />
      <h3>Answers</h3>
      <Terms of={Object.entries(responses).map(([status, answer]) => [status, answer.description])} />
    </section>
  );
}

function ShapeSection({ name, schema }: { name: string; schema: Schema }) {
  return (
    <section class="card">
      <h2>{name}</h2>
      <Terms
        of={Object.entries(schema.properties ?? {}).map(([field, { description, type }]) => [
          field,
          description ?? type ?? '',
        ])}
      />
    </section>
  );
}

function Terms({ of: terms }: { of: readonly (readonly [name: string, text: string])[] }) {
  if (terms.length === 0) return null;
  return (
    <dl>
      {terms.map(([name, text]) => (
        <>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>{text.replaceAll('`', '')}</dd>
        </>
      ))}
    </dl>
  );
}
