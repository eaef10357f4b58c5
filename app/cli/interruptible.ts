/**
 * Runs long work that Ctrl-C or SIGTERM lets finish the step in hand; a second one ends the process at once.
 * @param work takes a signal that is aborted at the first
 */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
	const stopping = new AbortController();
	const stop = () => stopping.abort();
	const signals = ["SIGINT", "SIGTERM"] as const;
	for (const name of signals) process.once(name, stop);
	try {
		return await work(stopping.signal);
	} finally {
		for (const name of signals) process.off(name, stop);
	}
}
