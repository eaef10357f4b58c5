import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { endProcess, startProcess } from "../support/process.ts";
import type { Waited } from "../support/sink.ts";

/** The counting SMTP server, in a process of its own. */
export interface CountingSink {
	pid: number;
	port: number;
	smtpUrl: string;
	/** Counts from none again; `taken` resolves when so many mails have been taken. */
	expect(mails: number): Promise<{ taken: Promise<unknown> }>;
	/** Tells of each mail to `wait-N@…`, when it has been taken. */
	waited(heard: (n: number) => void): void;
	stop(): Promise<void>;
}

export async function countingSink(): Promise<CountingSink> {
	const { child, said } = await startProcess<AddressInfo>("bench/support/sink.ts", {});
	return {
		pid: child.pid ?? 0,
		port: said.port,
		smtpUrl: `smtp://127.0.0.1:${said.port}`,
		async expect(mails) {
			const told = counted(child);
			child.send(mails);
			await told;
			return { taken: counted(child) };
		},
		waited(heard) {
			child.on("message", (said: number | Waited) => {
				if (typeof said !== "number") heard(said.waited);
			});
		},
		stop: () => endProcess(child),
	};
}

/** Waits for the next number that a sink says. */
async function counted(child: ChildProcess): Promise<void> {
	for (;;) {
		const [said] = await once(child, "message");
		if (typeof said === "number") return;
	}
}
