/** Jest runs ES modules natively (node --experimental-vm-modules); swc only strips the types. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript', tsx: false }, target: 'es2024' },
        module: { type: 'es6' },
      },
    ],
  },
  testTimeout: 20_000,
  // Much of the suite waits for real servers; on two cores the default would be a single worker.
  maxWorkers: 2,
};
