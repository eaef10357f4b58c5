import { endorsementKind } from "./endorsement.server.ts";
import { heldDomainKind } from "./held-domain.server.ts";
import type { Kind } from "./kind.ts";
import { contactKind, reportKind } from "./letters.server.ts";
import { picketChangeKind, picketKind } from "./picket.server.ts";
import { picketMessageKind } from "./picket-message.server.ts";
import { picketReportKind } from "./picket-report.server.ts";

/** Every kind there is, by the name that `askForReview` is given. */
export const kinds: Readonly<Record<string, Kind>> = {
	report: reportKind,
	contact: contactKind,
	"held-domain": heldDomainKind,
	endorsement: endorsementKind,
	picket: picketKind,
	"picket-change": picketChangeKind,
	"picket-message": picketMessageKind,
	"picket-report": picketReportKind,
};
