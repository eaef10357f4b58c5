import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { startProcess } from "./process.ts";
import { quantile } from "./result.ts";

/** What a run of many at once came to. */
export interface Load {
	/** Units of work a second. */
	rate: number;
	/** Milliseconds one took. */
	p50: number;
	p99: number;
}

interface Asked {
	count: number;
	clients: number;
}

/**
 * In a process of its own: does as much work as its parent asks for, so many at a time, and answers with a `Load`.
 * @param work one unit; its failure ends the process
 */
export function offerLoad(work: () => Promise<void>): void {
	process.on("message", async ({ count, clients }: Asked) => {
		const took: number[] = [];
		const began = performance.now();
		let left = count;
		await Promise.all(
			Array.from({ length: clients }, async () => {
				while (left-- > 0) {
					const start = performance.now();
					await work();
					took.push(performance.now() - start);
				}
			}),
		);
		const seconds = (performance.now() - began) / 1_000;
		took.sort((a, b) => a - b);
		process.send?.({ rate: count / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) } satisfies Load);
	});
	process.send?.("ready");
}

/** A process that offers load, and how to have it do some. */
export interface Loader {
	child: ChildProcess;
	load(asked: Asked): Promise<Load>;
}

/**
 * Starts a process that offers load.
 * @param file from the checkout's root; its `run` calls `offerLoad`
 */
export async function startLoader(file: string, options: object): Promise<Loader> {
	const { child } = await startProcess(file, options);
	const ended = once(child, "exit").then(() => {
		throw new Error(`${file} ended`);
	});
	ended.catch(() => undefined);
	return {
		child,
		async load(asked) {
			const answer = once(child, "message");
			child.send(asked);
			const [load] = (await Promise.race([answer, ended])) as [Load];
			return load;
		},
	};
}
