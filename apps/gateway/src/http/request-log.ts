import { randomUUID } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'
import type { Logger } from '../log.ts'

/** Gives each request an id, which the response carries, and logs how it ended. Paths only: queries may hold secrets. */
export function requestLog(log: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const given = request.get('x-request-id') ?? ''
    const id = /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
    const begun = performance.now()
    request.headers['x-request-id'] = id
    response.setHeader('x-request-id', id)
    const { method, path } = request
    response.once('close', () => {
      const milliseconds = Math.round(performance.now() - begun)
      const aborted = !response.writableFinished
      const line = { request: id, method, path, status: response.statusCode, milliseconds, ...(aborted && { aborted }) }
      if (path === '/healthz' || path === '/readyz') log.debug(line, 'request')
      else log.info(line, 'request')
    })
    next()
  }
}
