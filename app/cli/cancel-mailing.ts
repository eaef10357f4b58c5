import type { Settings } from "../env.server.ts";
import { cancelMailing } from "../mailings/sending/mailing.server.ts";
import { changeMailing } from "./change-mailing.ts";

/** `mailing cancel`: whoever has not got it does not. */
export function run(args: string[], settings: Settings): Promise<void> {
	return changeMailing(args, settings, {
		usage: "mailing cancel ID",
		act: "mailing.cancelled",
		change: cancelMailing,
		done: () => "ended",
		nothing: "has ended already",
	});
}
