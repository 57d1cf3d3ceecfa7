declare module '*.css'
declare module '@fontsource-variable/inter'
declare module 'server-only'
