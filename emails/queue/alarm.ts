/** Lets a loop sleep until a time has passed or somebody rings. A ring while it works is not lost. */
export interface Alarm {
	ring(): void;
	sleep(ms: number): Promise<void>;
}

export function alarm(): Alarm {
	let rung = false;
	let wake: (() => void) | undefined;
	return {
		ring() {
			rung = true;
			wake?.();
		},
		async sleep(ms) {
			if (!rung)
				await new Promise<void>((resolve) => {
					const timer = setTimeout(resolve, ms);
					wake = () => {
						clearTimeout(timer);
						resolve();
					};
				});
			wake = undefined;
			rung = false;
		},
	};
}
