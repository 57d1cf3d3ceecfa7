export { type GatewayApp, openApp } from './open-app.ts'
