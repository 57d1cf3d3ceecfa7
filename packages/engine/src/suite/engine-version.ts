import manifest from '../../package.json' with { type: 'json' }

/** Version of the engine, for provenance. */
export const engineVersion: string = manifest.version
