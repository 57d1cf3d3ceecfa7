/**
 * The import law: which folder may know which. Each rule's comment says why the arrow is missing and where the code
 * belongs instead; it is printed with the violation. Files of tests may cross between the engine's folders.
 */

const test = String.raw`\.(test|spec)\.tsx?$|/test/|/testing/`

/** What each folder of the engine may import besides itself. The suite is pure: it is handed a victim. */
const engineArrows = {
  tensor: [],
  onnx: ['tensor'],
  build: ['onnx', 'tensor'],
  differentiate: ['build', 'onnx', 'tensor'],
  optimize: ['build', 'onnx', 'tensor'],
  kernels: [],
  attacks: ['kernels', 'tensor'],
  inference: ['attacks', 'tensor'],
  runtime: ['build', 'differentiate', 'inference', 'onnx', 'optimize', 'tensor'],
  metrics: ['kernels', 'tensor'],
  datasets: ['tensor'],
  suite: ['attacks', 'datasets', 'differentiate', 'inference', 'metrics', 'onnx', 'optimize', 'tensor'],
}

const engineRules = Object.entries(engineArrows).map(([folder, allowed]) => ({
  name: `engine-${folder}`,
  comment:
    `packages/engine/src/${folder} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other folder'} and ` +
    'nothing else of the engine. Pass what it needs as an argument, or move the code to the folder that may know both.',
  severity: 'error',
  from: { path: `^packages/engine/src/${folder}/`, pathNot: test },
  to: { path: '^packages/engine/src/', pathNot: `^packages/engine/src/(${[folder, ...allowed].join('|')})/` },
}))

const throughIndex = (name, root) => ({
  name,
  comment: `A module of ${root} is entered by its index.ts only. Export the name there, or keep it private.`,
  severity: 'error',
  from: { path: `^${root}/([^/]+)/`, pathNot: test },
  to: { path: `^${root}/([^/]+)/`, pathNot: `^${root}/$1/|^${root}/[^/]+/index\\.ts$|\\.type\\.ts$` },
})

module.exports = {
  forbidden: [
    ...engineRules,
    throughIndex('engine-through-index', 'packages/engine/src'),
    throughIndex('gateway-through-index', 'apps/gateway/src/modules'),
    throughIndex('web-features-through-index', 'apps/web/src/features'),
    {
      name: 'packages-know-no-app',
      comment: 'Packages are what the apps stand on. Move shared code down into a package; never import an app.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'engine-stands-alone',
      comment: 'The engine is numerics: no workspace package, no database, no network. Hand it plain values.',
      severity: 'error',
      from: { path: '^packages/engine/', pathNot: test },
      to: { path: '^packages/schema/|^node_modules/(pg|pg-boss|drizzle-orm|express|next)/' },
    },
    {
      name: 'engine-no-network',
      comment: 'The engine opens no socket. The app that calls it fetches, and passes bytes.',
      severity: 'error',
      from: { path: '^packages/engine/', pathNot: test },
      to: { dependencyTypes: ['core'], path: '^(node:)?(http|https|http2|net|tls|dgram|dns)$' },
    },
    {
      name: 'apps-know-no-other-app',
      comment: 'Apps meet through the database, the queue and GraphQL; shapes that cross live in packages/schema.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'onnxruntime-in-runtime-only',
      comment:
        'packages/engine/src/runtime is the sole importer of onnxruntime-node, so that one place decides how a model ' +
        'is run. Use openWindowModel or what runtime/index.ts exports.',
      severity: 'error',
      from: { pathNot: '^packages/engine/src/runtime/' },
      to: { path: '(^|/)onnxruntime-node(/|$)' },
    },
    {
      name: 'sql-in-stores-only',
      comment:
        'Queries live in *.store.ts, tables in packages/schema/src/tables, connections and migrations in a file or ' +
        'folder named database. Add a function to the store and call that.',
      severity: 'error',
      from: {
        path: '^(apps|packages)/',
        pathNot: String.raw`\.store\.ts$|^packages/schema/src/tables/|/database(/|[^/]*\.ts$)|/authentication(/|[^/]*\.ts$)|${test}`,
      },
      to: { path: '(^|/)node_modules/(pg|drizzle-orm)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sandbox-child-without-database',
      comment:
        'The sandbox child runs a stranger’s model. It must not reach the database, the queue or the environment of ' +
        'its parent, not even through another file; send it what it needs in a message.',
      severity: 'error',
      from: { path: '^apps/evaluator/src/sandbox/child', pathNot: test },
      to: {
        path: String.raw`(^|/)node_modules/(pg|pg-boss|drizzle-orm)/|\.store\.ts$|^apps/.*/environment\.ts$`,
        reachable: true,
      },
    },
    {
      name: 'web-through-graphql',
      comment: 'The site shows what the GraphQL API answers. It imports no engine, no tables and no database driver.',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: test },
      to: {
        path: '^packages/engine/|^packages/schema/src/tables/|(^|/)node_modules/(pg|pg-boss|drizzle-orm|onnxruntime-node)/',
      },
    },
    {
      name: 'web-components-below-features',
      comment: 'app -> features -> components -> lib. A component or lib file that needs a feature belongs in it.',
      severity: 'error',
      from: { path: '^apps/web/src/(components|lib)/' },
      to: { path: '^apps/web/src/(features|app)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Files that import each other cannot be read one at a time. Move what both need into a third file.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: String.raw`\.type\.ts$` },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere: a typing slip, or a dependency that the workspace does not declare.',
      severity: 'error',
      from: { pathNot: '^apps/web/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`(^|/)\.next/|(^|/)\.voxproof/` },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
}
