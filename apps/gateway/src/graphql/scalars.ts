import 'reflect-metadata'
import { GraphQLDateTime, GraphQLJSON } from 'graphql-scalars'

/** A point in time as RFC 3339 text. */
export const DateTime = GraphQLDateTime
/** Any JSON value; used for what has a schema of its own elsewhere. */
export const Json = GraphQLJSON
