import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const PACKAGE = "@stripe/cli-linux-x64@1.52.0";
const dir = resolve("node_modules/.cache/yntymaq-stripe-cli");
const run = promisify(execFile);

/**
 * Has Stripe's own command line play one of its fixtures against a stand-in. It is fetched from the npm registry at the
 * first call (11 MB, kept beside the packages): named as a dependency, its missing platforms break `npm ci`.
 * @param event `charge.refunded` and the like
 * @param home where it may write its settings
 * @returns what it printed
 * @throws when the registry cannot be reached, on other platforms than Linux x64, or when the stand-in refuses
 */
export async function stripeTrigger(
	event: string,
	{ url, secretKey, home }: { url: string; secretKey: string; home: string },
): Promise<string> {
	const environment = { ...process.env, HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: "1" };
	const given = ["trigger", event, "--api-base", url, "--api-key", secretKey];
	const { stdout, stderr } = await run(stripeCli(), given, { env: environment, cwd: home });
	return stdout + stderr;
}

function stripeCli(): string {
	const binary = join(dir, "node_modules/@stripe/cli-linux-x64/bin/stripe");
	if (!existsSync(binary)) {
		process.stderr.write(`Fetching Stripe's command line from npm (${PACKAGE}) …\n`);
		mkdirSync(dir, { recursive: true });
		execFileSync("npm", ["install", "--prefix", dir, "--no-save", "--no-audit", "--no-fund", PACKAGE], {
			stdio: "pipe",
		});
	}
	return binary;
}
