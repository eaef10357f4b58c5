import { Resolver } from "node:dns/promises";
import { SettingError, type Settings } from "../env.server.ts";
import { examineMail, type Finding, warmUpPlan } from "../mailings/doctor/doctor.server.ts";
import { readArguments } from "./arguments.ts";
import { readDkimKey } from "./dkim-key.ts";

const usage = "doctor mail [--mails NUMBER]";
const marks: Record<Finding["state"], string> = { good: "good   ", bad: "BAD    ", unknown: "unknown" };

/**
 * `doctor mail`: what DNS says of the domain of MAIL_FROM, what to publish, and by which days a new domain may send so many.
 * Ends with code 1 where something is bad.
 */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { values } = readArguments(usage, args, { words: 0, values: ["mails"] });
	const mails = Number(values.mails ?? 50_000);
	if (!Number.isSafeInteger(mails) || mails < 1 || mails > 100_000_000)
		throw new SettingError("--mails is a number from 1 to 100000000");
	const dns = new Resolver({ timeout: 5_000, tries: 2 });
	const findings = await examineMail(dns, settings, await readDkimKey(settings));
	process.stdout.write(`${settings.MAIL_FROM}\n\n${findings.map(said).join("\n")}\n\n${planned(mails)}`);
	if (findings.some(({ state }) => state === "bad")) process.exitCode = 1;
}

function said({ state, about, text, publish }: Finding): string {
	const record = publish ? `\n        publish: ${publish.name}. ${publish.type} "${publish.value}"` : "";
	return `${marks[state]} ${about}: ${text}${record}`;
}

function planned(mails: number): string {
	const days = warmUpPlan(mails).map(({ day, mails: may }) => `  day ${day}: ${may}`);
	return [
		`A domain that has never sent much begins with those who confirmed last, and sends ${mails} mails like this`,
		"(mailing's spread; stop where a provider defers or more than 3 in 1,000 complain):",
		...days,
		"",
	].join("\n");
}
