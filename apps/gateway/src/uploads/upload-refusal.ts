/** Why an upload request is turned down; `status_code` and `body` are what the tus server answers with. */
export class UploadRefusal extends Error {
  override readonly name = 'UploadRefusal'
  readonly status_code: number
  readonly body: string

  constructor(statusCode: number, message: string) {
    super(message)
    this.status_code = statusCode
    this.body = `${message}\n`
  }
}
