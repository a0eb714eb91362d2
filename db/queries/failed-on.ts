/** Whether D1 failed for a cause that its words name: Drizzle and D1 say it in the message or in the cause. */
export const failedOn = (error: unknown, cause: RegExp): boolean =>
  cause.test(error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : '')
