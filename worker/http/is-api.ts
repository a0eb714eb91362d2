export const isApi = (path: string): boolean => path === '/api' || path.startsWith('/api/')
