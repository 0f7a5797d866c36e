/** One PostgreSQL for the whole suite, at `inject('postgresUrl')`. */
export { default } from '@sipgate-kit/test-postgres/global-setup';
