// Generated from packages/schema/src/schema.graphql by `npm run generate --workspace apps/web`.
/* eslint-disable */
/* prettier-ignore */

export type introspection_types = {
  ArchitectureFamily: {
    name: 'ArchitectureFamily'
    enumValues: 'CONVOLUTIONAL' | 'FOUNDATION' | 'HYBRID' | 'MAMBA' | 'TRANSFORMER'
  }
  AttackOutcome: {
    kind: 'OBJECT'
    name: 'AttackOutcome'
    fields: {
      attack: {
        name: 'attack'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      caseKey: {
        name: 'caseKey'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      dice: {
        name: 'dice'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: { kind: 'LIST'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
        }
      }
      entry: {
        name: 'entry'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      epsilon: { name: 'epsilon'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      foregroundDice: {
        name: 'foregroundDice'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      hd95Mm: {
        name: 'hd95Mm'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: { kind: 'LIST'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
        }
      }
      l2: {
        name: 'l2'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      linf: {
        name: 'linf'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      losses: {
        name: 'losses'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
          }
        }
      }
      nonFinite: {
        name: 'nonFinite'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } }
      }
      nsd: {
        name: 'nsd'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: { kind: 'LIST'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
        }
      }
      seconds: {
        name: 'seconds'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      track: {
        name: 'track'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'AttackTrack'; ofType: null } }
      }
    }
  }
  AttackTrack: { name: 'AttackTrack'; enumValues: 'BLACK_BOX' | 'CLEAN' | 'FREQUENCY' | 'NOISE' | 'WHITE_BOX' }
  Boolean: unknown
  CancelSubmissionInput: {
    kind: 'INPUT_OBJECT'
    name: 'CancelSubmissionInput'
    isOneOf: false
    inputFields: [
      {
        name: 'id'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } }
        defaultValue: null
      },
    ]
  }
  CancelSubmissionResult: {
    kind: 'UNION'
    name: 'CancelSubmissionResult'
    fields: {}
    possibleTypes: 'NotAllowed' | 'NotFound' | 'NotSignedIn' | 'SubmissionCancelled'
  }
  CaseScore: {
    kind: 'OBJECT'
    name: 'CaseScore'
    fields: {
      caseKey: {
        name: 'caseKey'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      clean: {
        name: 'clean'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      robust: {
        name: 'robust'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
    }
  }
  ChangeVisibilityInput: {
    kind: 'INPUT_OBJECT'
    name: 'ChangeVisibilityInput'
    isOneOf: false
    inputFields: [
      {
        name: 'id'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } }
        defaultValue: null
      },
      {
        name: 'visibility'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'Visibility'; ofType: null } }
        defaultValue: null
      },
    ]
  }
  ChangeVisibilityResult: {
    kind: 'UNION'
    name: 'ChangeVisibilityResult'
    fields: {}
    possibleTypes: 'NotAllowed' | 'NotFound' | 'NotSignedIn' | 'VisibilityChanged'
  }
  CreateSubmissionInput: {
    kind: 'INPUT_OBJECT'
    name: 'CreateSubmissionInput'
    isOneOf: false
    inputFields: [
      {
        name: 'architecture'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
        defaultValue: null
      },
      { name: 'codeUrl'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      {
        name: 'datasets'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
          }
        }
        defaultValue: null
      },
      { name: 'description'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      {
        name: 'family'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'ArchitectureFamily'; ofType: null } }
        defaultValue: null
      },
      { name: 'idempotencyKey'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      { name: 'licence'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      {
        name: 'name'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
        defaultValue: null
      },
      { name: 'paperUrl'; type: { kind: 'SCALAR'; name: 'String'; ofType: null }; defaultValue: null },
      { name: 'training'; type: { kind: 'ENUM'; name: 'TrainingMethod'; ofType: null }; defaultValue: null },
      { name: 'visibility'; type: { kind: 'ENUM'; name: 'Visibility'; ofType: null }; defaultValue: null },
    ]
  }
  CreateSubmissionResult: {
    kind: 'UNION'
    name: 'CreateSubmissionResult'
    fields: {}
    possibleTypes: 'DailyLimitReached' | 'InvalidInput' | 'NotSignedIn' | 'SubmissionCreated'
  }
  CurvePoint: {
    kind: 'OBJECT'
    name: 'CurvePoint'
    fields: {
      epsilon: {
        name: 'epsilon'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      foregroundDice: {
        name: 'foregroundDice'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
      }
    }
  }
  DailyLimitReached: {
    kind: 'OBJECT'
    name: 'DailyLimitReached'
    fields: {
      limit: {
        name: 'limit'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      message: {
        name: 'message'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      resetsAt: {
        name: 'resetsAt'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } }
      }
    }
  }
  Dataset: {
    kind: 'OBJECT'
    name: 'Dataset'
    fields: {
      caseCount: {
        name: 'caseCount'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      cases: {
        name: 'cases'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'DatasetCase'; ofType: null } }
          }
        }
      }
      channelNames: {
        name: 'channelNames'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
          }
        }
      }
      classNames: {
        name: 'classNames'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
          }
        }
      }
      description: {
        name: 'description'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      hash: {
        name: 'hash'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      id: { name: 'id'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } } }
      licence: {
        name: 'licence'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      modality: {
        name: 'modality'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      name: {
        name: 'name'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      preprocessing: {
        name: 'preprocessing'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'JSON'; ofType: null } }
      }
      roiShape: {
        name: 'roiShape'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
          }
        }
      }
      slug: {
        name: 'slug'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      source: {
        name: 'source'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      submissionCount: {
        name: 'submissionCount'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
    }
  }
  DatasetCase: {
    kind: 'OBJECT'
    name: 'DatasetCase'
    fields: {
      classVoxels: {
        name: 'classVoxels'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
          }
        }
      }
      key: {
        name: 'key'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      shape: {
        name: 'shape'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
          }
        }
      }
      spacingMm: {
        name: 'spacingMm'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
          }
        }
      }
    }
  }
  DateTime: unknown
  EntrySummary: {
    kind: 'OBJECT'
    name: 'EntrySummary'
    fields: {
      attack: {
        name: 'attack'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      dice: {
        name: 'dice'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: { kind: 'LIST'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
        }
      }
      entry: {
        name: 'entry'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      epsilon: { name: 'epsilon'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      foregroundDice: {
        name: 'foregroundDice'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
      }
      hd95Mm: { name: 'hd95Mm'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      nsd: { name: 'nsd'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      track: {
        name: 'track'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'AttackTrack'; ofType: null } }
      }
    }
  }
  Evaluation: {
    kind: 'OBJECT'
    name: 'Evaluation'
    fields: {
      createdAt: {
        name: 'createdAt'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } }
      }
      dataset: {
        name: 'dataset'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } }
      }
      failure: { name: 'failure'; type: { kind: 'OBJECT'; name: 'Failure'; ofType: null } }
      finishedAt: { name: 'finishedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } }
      id: { name: 'id'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } } }
      parts: {
        name: 'parts'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'EvaluationPart'; ofType: null } }
          }
        }
      }
      progress: {
        name: 'progress'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Progress'; ofType: null } }
      }
      report: { name: 'report'; type: { kind: 'OBJECT'; name: 'EvaluationReport'; ofType: null } }
      startedAt: { name: 'startedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } }
      status: {
        name: 'status'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'EvaluationStatus'; ofType: null } }
      }
      submission: {
        name: 'submission'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Submission'; ofType: null } }
      }
      suite: {
        name: 'suite'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Suite'; ofType: null } }
      }
    }
  }
  EvaluationPart: {
    kind: 'OBJECT'
    name: 'EvaluationPart'
    fields: {
      attempts: {
        name: 'attempts'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      caseKey: {
        name: 'caseKey'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      group: {
        name: 'group'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      progress: {
        name: 'progress'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      status: {
        name: 'status'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'EvaluationStatus'; ofType: null } }
      }
    }
  }
  EvaluationReport: {
    kind: 'OBJECT'
    name: 'EvaluationReport'
    fields: {
      caseCount: {
        name: 'caseCount'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      cases: {
        name: 'cases'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'CaseScore'; ofType: null } }
          }
        }
      }
      classNames: {
        name: 'classNames'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
          }
        }
      }
      clean: {
        name: 'clean'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
      }
      curve: {
        name: 'curve'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'CurvePoint'; ofType: null } }
          }
        }
      }
      entries: {
        name: 'entries'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'EntrySummary'; ofType: null } }
          }
        }
      }
      flags: {
        name: 'flags'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Flag'; ofType: null } }
          }
        }
      }
      outcomes: {
        name: 'outcomes'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'AttackOutcome'; ofType: null } }
          }
        }
      }
      provenance: {
        name: 'provenance'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Provenance'; ofType: null } }
      }
      retainedRatio: {
        name: 'retainedRatio'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      robust: {
        name: 'robust'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
      }
      robustBlackBox: { name: 'robustBlackBox'; type: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
      robustFrequency: { name: 'robustFrequency'; type: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
      robustHd95Mm: { name: 'robustHd95Mm'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      robustNsd: { name: 'robustNsd'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      robustWhiteBox: { name: 'robustWhiteBox'; type: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
    }
  }
  EvaluationStatus: { name: 'EvaluationStatus'; enumValues: 'CANCELLED' | 'FAILED' | 'FINISHED' | 'QUEUED' | 'RUNNING' }
  Failure: {
    kind: 'OBJECT'
    name: 'Failure'
    fields: {
      canRetry: {
        name: 'canRetry'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } }
      }
      code: {
        name: 'code'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      message: {
        name: 'message'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  Flag: {
    kind: 'OBJECT'
    name: 'Flag'
    fields: {
      code: {
        name: 'code'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      message: {
        name: 'message'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  Float: unknown
  ID: unknown
  InputIssue: {
    kind: 'OBJECT'
    name: 'InputIssue'
    fields: {
      message: {
        name: 'message'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      path: {
        name: 'path'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  Int: unknown
  Interval: {
    kind: 'OBJECT'
    name: 'Interval'
    fields: {
      high: {
        name: 'high'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      low: {
        name: 'low'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      mean: {
        name: 'mean'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
    }
  }
  InvalidInput: {
    kind: 'OBJECT'
    name: 'InvalidInput'
    fields: {
      issues: {
        name: 'issues'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'InputIssue'; ofType: null } }
          }
        }
      }
    }
  }
  JSON: unknown
  Leaderboard: {
    kind: 'OBJECT'
    name: 'Leaderboard'
    fields: {
      bootstrapSamples: {
        name: 'bootstrapSamples'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      caseCount: {
        name: 'caseCount'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      dataset: {
        name: 'dataset'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } }
      }
      entries: {
        name: 'entries'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: { kind: 'OBJECT'; name: 'LeaderboardEntryConnection'; ofType: null }
        }
      }
      family: { name: 'family'; type: { kind: 'ENUM'; name: 'ArchitectureFamily'; ofType: null } }
      suite: {
        name: 'suite'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Suite'; ofType: null } }
      }
    }
  }
  LeaderboardEntry: {
    kind: 'OBJECT'
    name: 'LeaderboardEntry'
    fields: {
      cleanDice: {
        name: 'cleanDice'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
      }
      curve: {
        name: 'curve'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'CurvePoint'; ofType: null } }
          }
        }
      }
      evaluation: {
        name: 'evaluation'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Evaluation'; ofType: null } }
      }
      flags: {
        name: 'flags'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Flag'; ofType: null } }
          }
        }
      }
      rank: {
        name: 'rank'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      rankHigh: {
        name: 'rankHigh'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      rankLow: {
        name: 'rankLow'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      retainedRatio: {
        name: 'retainedRatio'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      robustBlackBox: { name: 'robustBlackBox'; type: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
      robustDice: {
        name: 'robustDice'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
      }
      robustFrequency: { name: 'robustFrequency'; type: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
      robustHd95Mm: { name: 'robustHd95Mm'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      robustNsd: { name: 'robustNsd'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      robustWhiteBox: { name: 'robustWhiteBox'; type: { kind: 'OBJECT'; name: 'Interval'; ofType: null } }
      submission: {
        name: 'submission'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Submission'; ofType: null } }
      }
    }
  }
  LeaderboardEntryConnection: {
    kind: 'OBJECT'
    name: 'LeaderboardEntryConnection'
    fields: {
      edges: {
        name: 'edges'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: {
              kind: 'NON_NULL'
              name: never
              ofType: { kind: 'OBJECT'; name: 'LeaderboardEntryEdge'; ofType: null }
            }
          }
        }
      }
      nodes: {
        name: 'nodes'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: {
              kind: 'NON_NULL'
              name: never
              ofType: { kind: 'OBJECT'; name: 'LeaderboardEntry'; ofType: null }
            }
          }
        }
      }
      pageInfo: {
        name: 'pageInfo'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null } }
      }
      totalCount: {
        name: 'totalCount'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
    }
  }
  LeaderboardEntryEdge: {
    kind: 'OBJECT'
    name: 'LeaderboardEntryEdge'
    fields: {
      cursor: {
        name: 'cursor'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      node: {
        name: 'node'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'LeaderboardEntry'; ofType: null } }
      }
    }
  }
  LeaderboardOrder: {
    name: 'LeaderboardOrder'
    enumValues: 'CLEAN_DICE' | 'CREATED_AT' | 'NAME' | 'PARAMETERS' | 'RANK' | 'ROBUST_DICE'
  }
  ModelFile: {
    kind: 'OBJECT'
    name: 'ModelFile'
    fields: {
      dynamicSpatial: { name: 'dynamicSpatial'; type: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } }
      flops: { name: 'flops'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      hash: {
        name: 'hash'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      inputShape: {
        name: 'inputShape'
        type: {
          kind: 'LIST'
          name: never
          ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
        }
      }
      irVersion: { name: 'irVersion'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      operators: {
        name: 'operators'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'OperatorCount'; ofType: null } }
          }
        }
      }
      opset: { name: 'opset'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      outputShape: {
        name: 'outputShape'
        type: {
          kind: 'LIST'
          name: never
          ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
        }
      }
      parameters: { name: 'parameters'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      producer: { name: 'producer'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      sizeBytes: {
        name: 'sizeBytes'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
    }
  }
  Mutation: {
    kind: 'OBJECT'
    name: 'Mutation'
    fields: {
      cancelSubmission: {
        name: 'cancelSubmission'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'UNION'; name: 'CancelSubmissionResult'; ofType: null } }
      }
      changeVisibility: {
        name: 'changeVisibility'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'UNION'; name: 'ChangeVisibilityResult'; ofType: null } }
      }
      createSubmission: {
        name: 'createSubmission'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'UNION'; name: 'CreateSubmissionResult'; ofType: null } }
      }
      retrySubmission: {
        name: 'retrySubmission'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'UNION'; name: 'RetrySubmissionResult'; ofType: null } }
      }
    }
  }
  Node: {
    kind: 'INTERFACE'
    name: 'Node'
    fields: {
      id: { name: 'id'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } } }
    }
    possibleTypes: 'Dataset' | 'Evaluation' | 'Submission' | 'Suite' | 'User'
  }
  NotAllowed: {
    kind: 'OBJECT'
    name: 'NotAllowed'
    fields: {
      message: {
        name: 'message'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  NotFound: {
    kind: 'OBJECT'
    name: 'NotFound'
    fields: {
      message: {
        name: 'message'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  NotSignedIn: {
    kind: 'OBJECT'
    name: 'NotSignedIn'
    fields: {
      message: {
        name: 'message'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  OperatorCount: {
    kind: 'OBJECT'
    name: 'OperatorCount'
    fields: {
      count: {
        name: 'count'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      operator: {
        name: 'operator'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  PageInfo: {
    kind: 'OBJECT'
    name: 'PageInfo'
    fields: {
      endCursor: { name: 'endCursor'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      hasNextPage: {
        name: 'hasNextPage'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } }
      }
      hasPreviousPage: {
        name: 'hasPreviousPage'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } }
      }
      startCursor: { name: 'startCursor'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } }
    }
  }
  Progress: {
    kind: 'OBJECT'
    name: 'Progress'
    fields: {
      etaSeconds: { name: 'etaSeconds'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      finishedParts: {
        name: 'finishedParts'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      fraction: {
        name: 'fraction'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      totalParts: {
        name: 'totalParts'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
    }
  }
  Provenance: {
    kind: 'OBJECT'
    name: 'Provenance'
    fields: {
      datasetHash: {
        name: 'datasetHash'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      datasetId: {
        name: 'datasetId'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      engineVersion: {
        name: 'engineVersion'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      modelHash: {
        name: 'modelHash'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      providers: {
        name: 'providers'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
          }
        }
      }
      runtimeVersion: {
        name: 'runtimeVersion'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      seed: {
        name: 'seed'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      suiteHash: {
        name: 'suiteHash'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      suiteId: {
        name: 'suiteId'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  Query: {
    kind: 'OBJECT'
    name: 'Query'
    fields: {
      dataset: { name: 'dataset'; type: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } }
      datasets: {
        name: 'datasets'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } }
          }
        }
      }
      leaderboard: { name: 'leaderboard'; type: { kind: 'OBJECT'; name: 'Leaderboard'; ofType: null } }
      node: { name: 'node'; type: { kind: 'INTERFACE'; name: 'Node'; ofType: null } }
      service: {
        name: 'service'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Service'; ofType: null } }
      }
      submission: { name: 'submission'; type: { kind: 'OBJECT'; name: 'Submission'; ofType: null } }
      submissions: {
        name: 'submissions'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'SubmissionConnection'; ofType: null } }
      }
      suite: { name: 'suite'; type: { kind: 'OBJECT'; name: 'Suite'; ofType: null } }
      suites: {
        name: 'suites'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Suite'; ofType: null } }
          }
        }
      }
      viewer: { name: 'viewer'; type: { kind: 'OBJECT'; name: 'User'; ofType: null } }
    }
  }
  Rejection: {
    kind: 'OBJECT'
    name: 'Rejection'
    fields: {
      code: {
        name: 'code'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'RejectionCode'; ofType: null } }
      }
      dataset: { name: 'dataset'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      message: {
        name: 'message'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  RejectionCode: {
    name: 'RejectionCode'
    enumValues:
      | 'CHANNEL_COUNT_MISMATCH'
      | 'CLASS_COUNT_MISMATCH'
      | 'COMPUTE_BUDGET_EXCEEDED'
      | 'CUSTOM_OPERATOR'
      | 'EXTERNAL_DATA'
      | 'FILE_TOO_LARGE'
      | 'GRADIENT_MISMATCH'
      | 'MALFORMED_MODEL'
      | 'MEMORY_BUDGET_EXCEEDED'
      | 'MODEL_CRASHED'
      | 'NON_FINITE_OUTPUT'
      | 'NOT_ONNX'
      | 'NO_GRADIENT_RULE'
      | 'SHAPE_NOT_SUPPORTED'
      | 'TIME_BUDGET_EXCEEDED'
      | 'TRUNCATED_FILE'
      | 'UNSUPPORTED_OPERATOR'
      | 'UNSUPPORTED_OPSET'
      | 'WRONG_DATA_TYPE'
      | 'WRONG_INPUTS'
      | 'WRONG_OUTPUTS'
      | 'WRONG_RANK'
  }
  RetrySubmissionInput: {
    kind: 'INPUT_OBJECT'
    name: 'RetrySubmissionInput'
    isOneOf: false
    inputFields: [
      {
        name: 'id'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } }
        defaultValue: null
      },
    ]
  }
  RetrySubmissionResult: {
    kind: 'UNION'
    name: 'RetrySubmissionResult'
    fields: {}
    possibleTypes: 'NotAllowed' | 'NotFound' | 'NotSignedIn' | 'SubmissionRetried'
  }
  Service: {
    kind: 'OBJECT'
    name: 'Service'
    fields: {
      dailySubmissionLimit: {
        name: 'dailySubmissionLimit'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
      engineVersion: {
        name: 'engineVersion'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      maxUploadBytes: {
        name: 'maxUploadBytes'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      uploadUrl: {
        name: 'uploadUrl'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      version: {
        name: 'version'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  String: unknown
  Submission: {
    kind: 'OBJECT'
    name: 'Submission'
    fields: {
      architecture: {
        name: 'architecture'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      codeUrl: { name: 'codeUrl'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      createdAt: {
        name: 'createdAt'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } }
      }
      datasets: {
        name: 'datasets'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Dataset'; ofType: null } }
          }
        }
      }
      description: {
        name: 'description'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      evaluations: {
        name: 'evaluations'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Evaluation'; ofType: null } }
          }
        }
      }
      failure: { name: 'failure'; type: { kind: 'OBJECT'; name: 'Failure'; ofType: null } }
      family: {
        name: 'family'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'ArchitectureFamily'; ofType: null } }
      }
      fileName: { name: 'fileName'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      finishedAt: { name: 'finishedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } }
      id: { name: 'id'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } } }
      isBaseline: {
        name: 'isBaseline'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } }
      }
      isMine: {
        name: 'isMine'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Boolean'; ofType: null } }
      }
      licence: { name: 'licence'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      model: { name: 'model'; type: { kind: 'OBJECT'; name: 'ModelFile'; ofType: null } }
      name: {
        name: 'name'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      owner: { name: 'owner'; type: { kind: 'OBJECT'; name: 'User'; ofType: null } }
      paperUrl: { name: 'paperUrl'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      progress: {
        name: 'progress'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Progress'; ofType: null } }
      }
      queuePosition: { name: 'queuePosition'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      rejection: { name: 'rejection'; type: { kind: 'OBJECT'; name: 'Rejection'; ofType: null } }
      status: {
        name: 'status'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'SubmissionStatus'; ofType: null } }
      }
      training: {
        name: 'training'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'TrainingMethod'; ofType: null } }
      }
      uploadedAt: { name: 'uploadedAt'; type: { kind: 'SCALAR'; name: 'DateTime'; ofType: null } }
      uuid: {
        name: 'uuid'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } }
      }
      visibility: {
        name: 'visibility'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'Visibility'; ofType: null } }
      }
    }
  }
  SubmissionCancelled: {
    kind: 'OBJECT'
    name: 'SubmissionCancelled'
    fields: {
      submission: {
        name: 'submission'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Submission'; ofType: null } }
      }
    }
  }
  SubmissionConnection: {
    kind: 'OBJECT'
    name: 'SubmissionConnection'
    fields: {
      edges: {
        name: 'edges'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'SubmissionEdge'; ofType: null } }
          }
        }
      }
      nodes: {
        name: 'nodes'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Submission'; ofType: null } }
          }
        }
      }
      pageInfo: {
        name: 'pageInfo'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'PageInfo'; ofType: null } }
      }
      totalCount: {
        name: 'totalCount'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
      }
    }
  }
  SubmissionCreated: {
    kind: 'OBJECT'
    name: 'SubmissionCreated'
    fields: {
      submission: {
        name: 'submission'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Submission'; ofType: null } }
      }
      uploadUrl: {
        name: 'uploadUrl'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  SubmissionEdge: {
    kind: 'OBJECT'
    name: 'SubmissionEdge'
    fields: {
      cursor: {
        name: 'cursor'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      node: {
        name: 'node'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Submission'; ofType: null } }
      }
    }
  }
  SubmissionRetried: {
    kind: 'OBJECT'
    name: 'SubmissionRetried'
    fields: {
      submission: {
        name: 'submission'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Submission'; ofType: null } }
      }
    }
  }
  SubmissionStatus: {
    name: 'SubmissionStatus'
    enumValues: 'AWAITING_UPLOAD' | 'CANCELLED' | 'EVALUATING' | 'FAILED' | 'FINISHED' | 'REJECTED' | 'VALIDATING'
  }
  Suite: {
    kind: 'OBJECT'
    name: 'Suite'
    fields: {
      definition: {
        name: 'definition'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'JSON'; ofType: null } }
      }
      entries: {
        name: 'entries'
        type: {
          kind: 'NON_NULL'
          name: never
          ofType: {
            kind: 'LIST'
            name: never
            ofType: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'SuiteEntry'; ofType: null } }
          }
        }
      }
      hash: {
        name: 'hash'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      headlineEpsilon: {
        name: 'headlineEpsilon'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      }
      id: { name: 'id'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } } }
      slug: {
        name: 'slug'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
    }
  }
  SuiteEntry: {
    kind: 'OBJECT'
    name: 'SuiteEntry'
    fields: {
      attack: {
        name: 'attack'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      epsilon: { name: 'epsilon'; type: { kind: 'SCALAR'; name: 'Float'; ofType: null } }
      group: {
        name: 'group'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      name: {
        name: 'name'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      track: {
        name: 'track'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'ENUM'; name: 'AttackTrack'; ofType: null } }
      }
    }
  }
  TrainingMethod: { name: 'TrainingMethod'; enumValues: 'ADVERSARIAL' | 'FREQUENCY_ADVERSARIAL' | 'STANDARD' }
  User: {
    kind: 'OBJECT'
    name: 'User'
    fields: {
      email: { name: 'email'; type: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      id: { name: 'id'; type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'ID'; ofType: null } } }
      name: {
        name: 'name'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'SCALAR'; name: 'String'; ofType: null } }
      }
      submissions: {
        name: 'submissions'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'SubmissionConnection'; ofType: null } }
      }
      submissionsLeftToday: { name: 'submissionsLeftToday'; type: { kind: 'SCALAR'; name: 'Int'; ofType: null } }
    }
  }
  Visibility: { name: 'Visibility'; enumValues: 'ANONYMOUS' | 'PRIVATE' | 'PUBLIC' }
  VisibilityChanged: {
    kind: 'OBJECT'
    name: 'VisibilityChanged'
    fields: {
      submission: {
        name: 'submission'
        type: { kind: 'NON_NULL'; name: never; ofType: { kind: 'OBJECT'; name: 'Submission'; ofType: null } }
      }
    }
  }
}

/** An IntrospectionQuery representation of your schema.
 *
 * @remarks
 * This is an introspection of your schema saved as a file by GraphQLSP.
 * It will automatically be used by `gql.tada` to infer the types of your GraphQL documents.
 * If you need to reuse this data or update your `scalars`, update `tadaOutputLocation` to
 * instead save to a .ts instead of a .d.ts file.
 */
export type introspection = {
  name: never
  query: 'Query'
  mutation: 'Mutation'
  subscription: never
  types: introspection_types
}

import * as gqlTada from 'gql.tada'

declare module 'gql.tada' {
  interface setupSchema {
    introspection: introspection
  }
}
