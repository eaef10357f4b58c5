import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with one line for machines: `N passed, N failed`. A file that does not load counts as one failure. */
export default class SummaryReporter implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]) {
		const tests = modules.flatMap((module) => [...module.children.allTests()]);
		const count = (state: string) => tests.filter((test) => test.result().state === state).length;
		const broken = modules.filter((module) => module.state() === "failed" && module.errors().length > 0).length;
		const line = `${count("passed")} passed, ${count("failed") + broken + unhandled.length} failed`;
		// After the default reporter's own summary.
		process.once("exit", () => process.stdout.write(`${line}\n`));
	}
}
