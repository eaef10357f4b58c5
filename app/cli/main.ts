import { readSettings } from "../env.server.ts";
import { commands, usage } from "./commands.ts";
import { forPerson } from "./for-person.ts";

/**
 * Runs one command of the operator's tool.
 * @param args the words after `npm run yntymaq --`, or the name of a role
 */
export async function main(args: string[]): Promise<void> {
	const found = find(args);
	if (!found) {
		const asked = args.length === 0 || args[0] === "--help";
		(asked ? process.stdout : process.stderr).write(usage());
		process.exitCode = asked ? 0 : 1;
		return;
	}
	const { name, command, rest } = found;
	if (rest.includes("--help")) {
		process.stdout.write(`npm run yntymaq -- ${name} ${command.parameters ?? ""}\n${command.summary}\n`);
		return;
	}
	await forPerson(async () => {
		const { run } = await command.load();
		await run(rest, await readSettings());
	});
}

/** Names are one word or two: `migrate`, `campaign import`. */
function find(args: string[]) {
	for (const words of [2, 1]) {
		const name = args.slice(0, words).join(" ");
		const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
		if (command) return { name, command, rest: args.slice(words) };
	}
	return undefined;
}
