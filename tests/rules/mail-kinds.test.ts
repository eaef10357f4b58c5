import { expect, test } from "vitest";
import { unasked } from "#emails/kinds.ts";

test("every mail to an address that anybody can type is limited for that address", () => {
	expect([...unasked].sort()).toEqual([
		"answer",
		"confirm-endorsement",
		"confirm-picket",
		"confirm-rsvp",
		"confirm-signature",
		"contact-link",
		"donation-link",
		"gift-failed",
		"gift-transfer",
		"my-link",
		"organiser-invitation",
		"remind-signature",
	]);
});
