import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
	root: fileURLToPath(new URL("..", import.meta.url)),
	test: {
		include: ["tests/**/*.test.{ts,tsx}"],
		globalSetup: "./tests/support/postgres.ts",
		reporters: ["default", "./tests/support/summary-reporter.ts"],
		maxWorkers: 2,
		// A process compiles and warms the product once for all of its files: no module of ours keeps what a test leaves.
		isolate: false,
		// Loaded as the product loads it.
		server: { deps: { external: [/\/build\/server\//] } },
		// A busy machine is slow, not wrong.
		expect: { poll: { timeout: 20_000 } },
		testTimeout: 60_000,
		hookTimeout: 120_000,
	},
});
