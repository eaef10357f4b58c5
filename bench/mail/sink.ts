import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { endProcess, startProcess } from "../support/process.ts";

/** The counting SMTP server, in a process of its own. */
export interface CountingSink {
	pid: number;
	port: number;
	smtpUrl: string;
	/** Counts from none again; `taken` resolves when so many mails have been taken. */
	expect(mails: number): Promise<{ taken: Promise<unknown> }>;
	stop(): Promise<void>;
}

export async function countingSink(): Promise<CountingSink> {
	const { child, said } = await startProcess<AddressInfo>("/bench/support/sink.ts", {});
	return {
		pid: child.pid ?? 0,
		port: said.port,
		smtpUrl: `smtp://127.0.0.1:${said.port}`,
		async expect(mails) {
			child.send(mails);
			await once(child, "message");
			return { taken: once(child, "message") };
		},
		stop: () => endProcess(child),
	};
}
