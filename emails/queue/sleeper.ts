/** A sleep that somebody else can end. */
export interface Sleeper {
	/** Ends the sleep; while nobody sleeps, the next one. */
	wake(): void;
	/** Until so many milliseconds have passed or somebody wakes it. */
	sleep(ms: number): Promise<void>;
}

/** Lets a loop wait between two rounds: one sleeper a loop. */
export function sleeper(): Sleeper {
	let woken = false;
	let end: (() => void) | undefined;
	return {
		wake() {
			woken = true;
			end?.();
		},
		async sleep(ms) {
			if (!woken)
				await new Promise<void>((resolve) => {
					const timer = setTimeout(resolve, ms);
					end = () => {
						clearTimeout(timer);
						resolve();
					};
				});
			end = undefined;
			woken = false;
		},
	};
}
