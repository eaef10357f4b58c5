import { fundAccount } from "../fund/account-action.server.ts";
import { callCash, callFees, callGivenBack, callRefund } from "../fund/bank/by-two-actions.server.ts";
import { callStripeFees } from "../fund/gifts/stripe-fees-action.server.ts";
import { acceptHeld, giveHeldBack } from "../fund/held/held-actions.server.ts";
import { lowerReserve } from "../fund/reserve/reserve-action.server.ts";
import { exportList } from "../handing-in/export-action.server.ts";
import { freezeList } from "../handing-in/freeze-action.server.ts";
import { liftLock } from "../locks/lift-lock.server.ts";
import { sendMailing } from "../mailings/send-action.server.ts";
import { disableAdministrator, grantAdministrator, revokeAdministrator } from "../people/administrators.server.ts";
import { seatInCommittee } from "../people/committee.server.ts";
import type { Action } from "./action.ts";
import { invalidateSignatures } from "./invalidate-signatures.server.ts";
import { restoreSignatures } from "./restore-signatures.server.ts";
import { rotateKeys } from "./rotate-keys.server.ts";

/**
 * Everything that takes two organisers. A new one has a row here and, in all three languages, `organise.action.NAME`
 * (what it is) and `organise.action.NAME.about` (with `subject` and what its `facts` give).
 */
export const actions = {
	"bank.cash": callCash,
	"bank.fees": callFees,
	"bank.given-back": callGivenBack,
	"bank.refund": callRefund,
	"fund.account": fundAccount,
	"fund.reserve": lowerReserve,
	"gift.accept": acceptHeld,
	"gift.give-back": giveHeldBack,
	"handin.export": exportList,
	"handin.freeze": freezeList,
	"keys.rotate": rotateKeys,
	"lock.lift": liftLock,
	"mailing.send": sendMailing,
	"organiser.disable-administrator": disableAdministrator,
	"role.administrator": grantAdministrator,
	"role.committee": seatInCommittee,
	"role.revoke-administrator": revokeAdministrator,
	"signatures.invalidate": invalidateSignatures,
	"signatures.restore": restoreSignatures,
	"stripe.fees": callStripeFees,
} as const satisfies Record<string, Action>;
export type ActionName = keyof typeof actions;

/** Every action by its name, widened to what all have in common. */
export const actionOf = (name: ActionName): Action => actions[name];

/** Whether a stored or posted name is one of them. */
export function isAction(name: string): name is ActionName {
	return Object.hasOwn(actions, name);
}
