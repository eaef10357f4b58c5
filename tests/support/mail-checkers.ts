import { execFileSync, spawnSync } from "node:child_process";
import { installByApt, mayInstall } from "./apt.ts";
import { oneAtATime } from "./one-at-a-time.ts";

/** What SpamAssassin's own rules, without network and without learning, make of a mail. */
export interface SpamReport {
	total: number;
	rules: { name: string; score: number }[];
}

/**
 * Asks Debian's SpamAssassin (`-L`: no network) about mails, in one run; installed now when we are root on a Debian.
 * @throws an error of one line saying what to do; no mail is left unread
 */
export function spamReports(messages: readonly string[]): SpamReport[] {
	const program = "spamassassin";
	provide(program, () => spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0);
	const mbox = messages.map(
		(message) => `From test@localhost Wed Dec 16 05:00:00 2026\n${message.replaceAll("\r\n", "\n")}\n`,
	);
	// Nobody's settings but SpamAssassin's own.
	const options = ["-L", "-t", "--mbox", "-p", "/dev/null", "--cf=use_bayes 0", "--cf=use_auto_welcomelist 0"];
	const told = execFileSync(program, options, {
		input: mbox.join(""),
		stdio: ["pipe", "pipe", "ignore"],
		maxBuffer: 2 ** 28,
	});
	return told.toString().split("Content analysis details:").slice(1).map(reportIn);
}

function reportIn(details: string): SpamReport {
	const rules = [...details.matchAll(/^ {0,2}(-?\d+\.\d+) ([A-Z][A-Z0-9_]+) /gm)].map(([, score, name = ""]) => ({
		name,
		score: Number(score),
	}));
	return { total: Number(/^\s+\((-?[\d.]+) points/.exec(details)?.[1]), rules };
}

const pythons = ["/usr/bin/python3", "python3"];
const verify = `
import base64, json, sys, dkim
name, record = sys.argv[1].encode(), sys.argv[2].encode()
dns = lambda asked, timeout=5: record if asked.rstrip(b".") == name else None
def good(mail):
    try:
        return dkim.verify(base64.b64decode(mail), dnsfunc=dns)
    except dkim.DKIMException:
        return False
print(json.dumps([bool(good(mail)) for mail in json.load(sys.stdin)]))
`;

/**
 * Whether Debian's dkimpy (python3-dkim) finds the DKIM signatures of mails good.
 * @param name under which the public key would be in DNS, without the last dot
 * @param record that DNS would have there
 * @throws an error of one line saying what to do
 */
export function dkimVerifies(messages: readonly string[], name: string, record: string): boolean[] {
	const found = () =>
		pythons.find((path) => spawnSync(path, ["-c", "import dkim, nacl"], { stdio: "ignore" }).status === 0);
	provide("python3-dkim", () => found() !== undefined, ["python3-dkim", "python3-nacl"]);
	const input = JSON.stringify(messages.map((message) => Buffer.from(message).toString("base64")));
	return JSON.parse(
		execFileSync(found() ?? "python3", ["-c", verify, name, record], { input }).toString(),
	) as boolean[];
}

function provide(name: string, isThere: () => boolean, packages = [name]) {
	if (isThere()) return;
	oneAtATime("programs", () => {
		if (isThere()) return true;
		if (mayInstall()) for (const one of packages) installByApt(one, one);
		return isThere();
	});
	if (!isThere()) throw new Error(`Mails are checked by ${name}: apt-get install ${packages.join(" ")}`);
}
