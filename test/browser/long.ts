/** Whether the long runs are asked for (`npm run test:long`). What is skipped without it varies what another test here shows already; the run's summary names it. */
export const LONG = process.env['TEST_LONG'] === '1';
