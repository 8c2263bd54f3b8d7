import { type Kysely, sql } from "kysely";

/** Requests of customers. The queues and forms that an installation begins with stand here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE SEQUENCE ticket_number START 1001;
    CREATE TABLE ticket_queue (
      id text PRIMARY KEY, name_en text NOT NULL, name_zh text NOT NULL, position integer NOT NULL,
      roles text[] NOT NULL, routing text NOT NULL, calendar jsonb NOT NULL, turn bigint NOT NULL DEFAULT 0);
    CREATE TABLE ticket_type (
      id text PRIMARY KEY, name_en text NOT NULL, name_zh text NOT NULL, hint_en text NOT NULL, hint_zh text NOT NULL,
      queue_id text NOT NULL REFERENCES ticket_queue, fields jsonb NOT NULL, open boolean NOT NULL,
      active boolean NOT NULL, position integer NOT NULL);
    CREATE TABLE ticket_policy (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, priority text, type_id text REFERENCES ticket_type,
      customer_id text REFERENCES customer, first_minutes integer, next_minutes integer, solution_minutes integer);
    CREATE TABLE ticket_reply (
      id text PRIMARY KEY, title_en text NOT NULL, title_zh text NOT NULL, text_en text NOT NULL, text_zh text NOT NULL);
    CREATE TABLE ticket (
      id text PRIMARY KEY, number text NOT NULL UNIQUE, title text NOT NULL,
      type_id text NOT NULL REFERENCES ticket_type, priority text NOT NULL, state text NOT NULL,
      queue_id text NOT NULL REFERENCES ticket_queue, owner_id text REFERENCES account (user_id),
      requester_id text REFERENCES account (user_id), requester_name text NOT NULL, requester_email text,
      customer_id text REFERENCES customer, channel text NOT NULL, tags text[] NOT NULL DEFAULT '{}',
      fields jsonb NOT NULL DEFAULT '[]', merged_into text REFERENCES ticket,
      created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
      first_due timestamptz, next_due timestamptz, solution_due timestamptz,
      due_at timestamptz, due_what text, first_at timestamptz, solved_at timestamptz,
      first_minutes double precision, solution_minutes double precision, first_kept boolean, solution_kept boolean,
      reminded_for timestamptz, breached_for timestamptz, resolution integer NOT NULL DEFAULT 0);
    CREATE INDEX ticket_due ON ticket (due_at NULLS LAST, created_at) WHERE state NOT IN ('closed', 'merged', 'spam');
    CREATE INDEX ticket_newest ON ticket (created_at DESC, id);
    CREATE INDEX ticket_updated ON ticket (updated_at DESC, id);
    CREATE INDEX ticket_state ON ticket (state);
    CREATE INDEX ticket_owner ON ticket (owner_id, state);
    CREATE INDEX ticket_requester ON ticket (requester_id, created_at DESC);
    CREATE INDEX ticket_customer ON ticket (customer_id, created_at DESC);
    CREATE TABLE ticket_entry (
      id text PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY,
      ticket_id text NOT NULL REFERENCES ticket ON DELETE CASCADE,
      kind text NOT NULL, side text NOT NULL, author_id text, author_en text NOT NULL, author_zh text NOT NULL,
      text text NOT NULL, change jsonb, at timestamptz NOT NULL);
    CREATE INDEX ticket_entry_order ON ticket_entry (ticket_id, seq);
    CREATE TABLE ticket_rating (
      ticket_id text NOT NULL REFERENCES ticket ON DELETE CASCADE, resolution integer NOT NULL,
      score integer NOT NULL, words text NOT NULL, at timestamptz NOT NULL, owner_id text,
      PRIMARY KEY (ticket_id, resolution))`.execute(db);

  const calendar = JSON.stringify({
    timeZone: "Asia/Shanghai",
    week: { "1": office, "2": office, "3": office, "4": office, "5": office },
    holidays: ["2027-01-01"],
  });
  await sql`
    INSERT INTO ticket_queue (id, name_en, name_zh, position, roles, routing, calendar) VALUES
      ('support', 'Support', '技术支持', 1, '{support_agent}', 'least-busy', ${calendar}::jsonb),
      ('sales', 'Sales', '销售', 2, '{sales}', 'round-robin', ${calendar}::jsonb);
    `.execute(db);
  const choice = (id: string, en: string, zh: string, choices: [string, string][], when: object | null = null) => ({
    id,
    label: { en, zh },
    kind: "choice",
    required: true,
    choices: choices.map(([one, two]) => ({ en: one, zh: two })),
    when,
  });
  const text = (id: string, en: string, zh: string, required = false, when: object | null = null) => ({
    id,
    label: { en, zh },
    kind: "text",
    required,
    choices: [],
    when,
  });
  const problem = JSON.stringify([
    choice("effect", "What does it keep you from?", "影响程度", [
      ["Nothing works", "完全无法使用"],
      ["Part of it works", "部分功能受影响"],
      ["A question only", "仅咨询"],
    ]),
    text("serial", "Serial number", "序列号", true, { field: "effect", is: "Nothing works" }),
    text("product", "Product", "产品型号"),
  ]);
  const order = JSON.stringify([text("order", "Order number", "订单号", true)]);
  const opinion = JSON.stringify([
    choice("about", "What is it about?", "反馈内容", [
      ["Product", "产品"],
      ["Service", "服务"],
      ["Delivery", "交付"],
    ]),
  ]);
  await sql`
    INSERT INTO ticket_type (id, name_en, name_zh, hint_en, hint_zh, queue_id, fields, open, active, position) VALUES
      ('problem', 'Something does not work', '设备或软件故障', 'A fault of an instrument or its software', '仪器或软件出现异常',
       'support', ${problem}::jsonb, true, true, 1),
      ('question', 'Question', '使用咨询', 'How something is done, or what suits you', '操作方法或选型问题',
       'support', '[]'::jsonb, true, true, 2),
      ('order', 'Order and delivery', '订单与交付', 'Quotations, dates, invoices', '报价、交期、发票',
       'sales', ${order}::jsonb, false, true, 3),
      ('feedback', 'Feedback', '意见反馈', 'What we do well, and what we should do better', '告诉我们哪些做得好，哪些需要改进',
       'sales', ${opinion}::jsonb, true, true, 4)`.execute(db);
  await sql`
    INSERT INTO ticket_policy (priority, first_minutes, next_minutes, solution_minutes) VALUES
      ('urgent', 60, 60, 480), ('high', 120, 240, 960), (NULL, 240, 480, 2400), ('low', 480, 960, NULL)`.execute(db);
  await sql`
    INSERT INTO ticket_reply (id, title_en, title_zh, text_en, text_zh) VALUES
      ('thanks', 'Thank you, we are looking', '已收到，正在处理',
       ${"Hello {name},\n\nthank you for writing. We are looking into {number} and come back to you."},
       ${"{name}，您好：\n\n您的请求 {number} 已收到，我们正在处理，会尽快回复您。"}),
      ('serial', 'Ask for the serial number', '请提供序列号',
       ${"Hello {name},\n\nplease send us the serial number: it is on the plate at the back, beginning with HB."},
       ${"{name}，您好：\n\n请提供仪器背面铭牌上以 HB 开头的序列号。"}),
      ('solved', 'Solved, please confirm', '已解决，请确认',
       ${"Hello {name},\n\nthis should work again now. If it does not, just answer here and {number} is open again."},
       ${"{name}，您好：\n\n问题应已解决。如仍有异常，直接在此回复，请求 {number} 会自动重新打开。"})`.execute(db);
}

const office = [
  ["09:00", "12:00"],
  ["13:00", "18:00"],
];
