import { type SandboxOptions, type StripeSandbox, startStripeSandbox } from "#sandbox/stripe/start.ts";
import { stripeValidator } from "./validator.ts";

/** The stand-in with the validators before it: a request that Stripe would refuse gets a 400, and `stop` throws. */
export async function startCheckedSandbox(options: SandboxOptions): Promise<StripeSandbox> {
	const validator = stripeValidator();
	const sandbox = await startStripeSandbox({
		...options,
		onRequest: (request) => options.onRequest?.(request) ?? validator.onRequest(request),
	});
	return {
		...sandbox,
		async stop() {
			await sandbox.stop();
			validator.assertNone();
		},
	};
}
