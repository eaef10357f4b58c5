import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { CountingSink } from "./sink.ts";

/**
 * The ceiling: the same few mails again and again over nodemailer's bare connections, no database, nothing composed.
 * @returns mails a second
 */
export async function bareConnections(
	sink: CountingSink,
	connections: number,
	messages: readonly Buffer[],
	mails: number,
) {
	const open = await Promise.all(Array.from({ length: connections }, () => connect(sink.port)));
	const { taken } = await sink.expect(mails);
	const began = performance.now();
	let left = mails;
	await Promise.all(
		open.map(async (connection) => {
			while (left-- > 0) await send(connection, messages[left % messages.length] ?? Buffer.alloc(0));
		}),
	);
	await taken;
	const seconds = (performance.now() - began) / 1_000;
	for (const connection of open) connection.quit();
	return mails / seconds;
}

function connect(port: number): Promise<SMTPConnection> {
	const connection = new SMTPConnection({ host: "127.0.0.1", port, name: "campaign.example", ignoreTLS: true });
	return new Promise((resolve, reject) => {
		connection.on("error", reject);
		connection.connect((error) => (error ? reject(error) : resolve(connection)));
	});
}

function send(connection: SMTPConnection, message: Buffer): Promise<void> {
	return new Promise((resolve, reject) =>
		connection.send({ from: "post@campaign.example", to: "p1@example.org" }, message, (error) =>
			error ? reject(error) : resolve(),
		),
	);
}
