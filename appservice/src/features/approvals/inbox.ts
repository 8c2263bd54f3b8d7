import type { InboxSource } from "../../http/define.ts";
import { listSentBack, listWaiting } from "./store/requests.ts";

const MOST = 200;

/** Decisions that one is asked for, and own requests that came back. An object is listed once. */
export const approvalsInbox: InboxSource = async ({ personId }, db) => {
  if (personId === null) return [];
  const waiting = await listWaiting(db, personId, MOST);
  const back = await listSentBack(db, personId);
  const items = [
    ...waiting.map((row) => ({
      id: row.id,
      title: { en: `${row.formEn}: ${row.nameEn}`, zh: `${row.formZh || row.formEn}：${row.nameZh || row.nameEn}` },
      text: { en: `Request ${row.number} waits for your decision`, zh: `申请 ${row.number} 等待你审批` },
      at: row.openedAt,
      due: row.dueAt,
    })),
    ...back.map((row) => ({
      id: row.id,
      title: { en: `${row.formEn}: sent back to you`, zh: `${row.formZh || row.formEn}：已退回给你` },
      text: { en: `Correct request ${row.number} and send it again`, zh: `请修改申请 ${row.number} 后重新提交` },
      at: row.changedAt,
      due: null,
    })),
  ];
  const once = new Map(items.map((item) => [item.id, item]));
  return [...once.values()].map(({ id, title, text, at, due }) => ({
    id,
    kind: "approval",
    title,
    text,
    at: at.toISOString(),
    ...(due !== null && { dueAt: due.toISOString() }),
    link: `/work/approvals/${encodeURIComponent(id)}`,
  }));
};
