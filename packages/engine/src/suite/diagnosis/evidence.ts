/** What the diagnosis measured on one case, by measure. */
export type DiagnosisEvidence = Readonly<Record<string, unknown>>
