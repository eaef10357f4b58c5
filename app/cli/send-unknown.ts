import type { Settings } from "../env.server.ts";
import { sendUnknownAgain } from "../mailings/sending/mailing.server.ts";
import { changeMailing } from "./change-mailing.ts";

/** `mailing send-unknown`: what may or may not have arrived goes out once more, with the same Message-ID. */
export function run(args: string[], settings: Settings): Promise<void> {
	return changeMailing(args, settings, {
		usage: "mailing send-unknown ID",
		act: "mailing.sent-again",
		change: sendUnknownAgain,
		done: (n) => `${n} are sent again`,
		nothing: "has none of which nobody knows",
	});
}
