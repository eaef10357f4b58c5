/** Waits for something that must not hold up a stop: until it is done, has failed, or the time is up. */
export async function within(ms: number, what: Promise<unknown>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, ms);
	});
	await Promise.race([what.catch(() => undefined), late]);
	clearTimeout(timer);
}
