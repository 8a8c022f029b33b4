-- The peer: the same programme as one service on one database, the way a careful engineer would write it.
CREATE TABLE network_key
(
  network text NOT NULL,
  hash bytea NOT NULL,
  valid_until timestamptz NULL,
  PRIMARY KEY (network, hash)
);

CREATE TABLE store
(
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  network text NOT NULL,
  confirmation_days integer NOT NULL
);

CREATE TABLE tariff
(
  store text COLLATE "C" NOT NULL REFERENCES store (id),
  code text NOT NULL,
  name text NOT NULL,
  percent numeric NULL,
  fixed bigint NULL,
  valid_from timestamptz NULL,
  valid_to timestamptz NULL
);

-- Room on the page, so that an update of a balance touches no index.
CREATE TABLE subscriber
(
  id uuid PRIMARY KEY,
  phone text NOT NULL,
  locale text NOT NULL,
  month integer NOT NULL,
  earned bigint NOT NULL DEFAULT 0,
  available bigint NOT NULL DEFAULT 0,
  credited bigint NOT NULL DEFAULT 0,
  taken_back bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- status: 0 pending, 1 confirmed, 2 declined, 3 expired, 4 reversed
CREATE TABLE purchase
(
  network text COLLATE "C" NOT NULL,
  store text COLLATE "C" NOT NULL,
  line text COLLATE "C" NOT NULL,
  subscriber uuid NOT NULL,
  click text NOT NULL,
  clicked_at timestamptz NOT NULL,
  order_id text NULL,
  status smallint NOT NULL,
  amount numeric NOT NULL,
  currency text NOT NULL,
  percent numeric NULL,
  fixed bigint NULL,
  exchange_rate numeric NOT NULL,
  cashback bigint NOT NULL,
  credited bigint NOT NULL DEFAULT 0,
  credited_month integer NULL,
  over_limit bigint NOT NULL DEFAULT 0,
  registered_at timestamptz NOT NULL,
  days integer NOT NULL,
  due_at timestamptz NULL,
  version timestamptz NULL,
  PRIMARY KEY (network, store, line)
) WITH (fillfactor = 85);

CREATE INDEX purchase_due ON purchase (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX purchase_subscriber ON purchase (subscriber);

CREATE TABLE history
(
  id bigint GENERATED ALWAYS AS IDENTITY,
  subscriber uuid NOT NULL,
  at timestamptz NOT NULL,
  title text NOT NULL,
  reason text NULL,
  bonuses bigint NULL,
  balance_after bigint NOT NULL,
  network text NULL,
  store text NULL,
  line text NULL
);

CREATE INDEX history_subscriber ON history (subscriber, id);

CREATE TABLE outbox
(
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subscriber uuid NOT NULL,
  template text NOT NULL,
  store text NOT NULL,
  bonuses bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.05);

CREATE TABLE quarantine
(
  id text PRIMARY KEY,
  reason text NOT NULL,
  parameters text NOT NULL,
  received_at timestamptz NOT NULL
);

-- One message, one call, one transaction. Word: 0 created, 1 confirmed, 2 declined, 3 on hold.
-- Answers 0 unchanged, 1 applied, 2 the subscriber is unknown, 3 the line is another's.
CREATE FUNCTION report(
  p_network text, p_store text, p_line text, p_subscriber uuid, p_store_name text, p_click text, p_clicked timestamptz,
  p_order text, p_word smallint, p_amount numeric, p_currency text, p_percent numeric, p_fixed bigint, p_exchange numeric,
  p_cashback bigint, p_days integer, p_version timestamptz, p_reason text, p_month integer, p_cap bigint, p_now timestamptz)
  RETURNS smallint LANGUAGE plpgsql
  AS $$
  DECLARE
    s subscriber;
    p purchase;
    is_new boolean := false;
    given bigint;
    over bigint;
  BEGIN
    -- The row lock that makes all words about one subscriber wait for each other.
    SELECT * INTO s FROM subscriber WHERE id = p_subscriber FOR NO KEY UPDATE;
    IF NOT FOUND THEN
      RETURN 2;
    END IF;

    IF s.month <> p_month THEN
      UPDATE subscriber SET month = p_month, available = available + earned, earned = 0 WHERE id = p_subscriber RETURNING * INTO s;
    END IF;

    INSERT INTO purchase (
      network, store, line, subscriber, click, clicked_at, order_id, status, amount, currency, percent, fixed, exchange_rate,
      cashback, registered_at, days, due_at, version)
    VALUES (
      p_network, p_store, p_line, p_subscriber, p_click, p_clicked, p_order, 0, p_amount, p_currency, p_percent, p_fixed, p_exchange,
      p_cashback, p_now, p_days, CASE WHEN p_word IN (0, 3) THEN p_now + make_interval(days => p_days) END, p_version)
    ON CONFLICT DO NOTHING RETURNING * INTO p;
    IF FOUND THEN
      is_new := true;
      INSERT INTO history (subscriber, at, title, reason, balance_after, network, store, line)
      VALUES (p_subscriber, p_now, 'Заказ учтён: ' || p_store_name, 'ждём ' || p_cashback, s.earned + s.available, p_network, p_store, p_line);
      IF p_word IN (0, 3) THEN
        INSERT INTO outbox (subscriber, template, store, bonuses) VALUES (p_subscriber, 'purchase-registered', p_store_name, p_cashback);
        RETURN 1;
      END IF;
    ELSE
      SELECT * INTO p FROM purchase WHERE network = p_network AND store = p_store AND line = p_line;
      IF p.subscriber <> p_subscriber THEN
        RETURN 3;
      END IF;
      IF p_version < p.version THEN
        RETURN 0;
      END IF;
    END IF;

    IF p_word = 1 AND p.status IN (0, 2, 3) THEN
      given := least(p_cashback, greatest(0, p_cap - s.earned));
      over := p_cashback - given;
      UPDATE purchase
      SET status = 1, amount = p_amount, cashback = p_cashback, credited = given, credited_month = p_month, over_limit = over,
        due_at = NULL, version = p_version
      WHERE network = p_network AND store = p_store AND line = p_line;
      UPDATE subscriber SET earned = earned + given, credited = credited + given WHERE id = p_subscriber;
      INSERT INTO history (subscriber, at, title, reason, bonuses, balance_after, network, store, line)
      VALUES (p_subscriber, p_now, 'Покупка подтверждена: ' || p_store_name, CASE WHEN over > 0 THEN 'сверх месячного лимита: ' || over END,
        given, s.earned + s.available + given, p_network, p_store, p_line);
      INSERT INTO outbox (subscriber, template, store, bonuses) VALUES (p_subscriber, 'purchase-confirmed', p_store_name, given);
      RETURN 1;
    END IF;

    IF p_word = 2 AND p.status = 0 THEN
      UPDATE purchase SET status = 2, due_at = NULL, version = p_version
      WHERE network = p_network AND store = p_store AND line = p_line;
      INSERT INTO history (subscriber, at, title, reason, balance_after, network, store, line)
      VALUES (p_subscriber, p_now, 'Покупка отклонена: ' || p_store_name, coalesce(p_reason, 'отклонено магазином'),
        s.earned + s.available, p_network, p_store, p_line);
      INSERT INTO outbox (subscriber, template, store, bonuses) VALUES (p_subscriber, 'purchase-declined', p_store_name, 0);
      RETURN 1;
    END IF;

    IF p_word IN (2, 3) AND p.status = 1 THEN
      UPDATE purchase
      SET status = CASE WHEN p_word = 2 THEN 4 ELSE 0 END, credited = 0, credited_month = NULL, over_limit = 0, version = p_version,
        due_at = CASE WHEN p_word = 3 THEN p_now + make_interval(days => p.days) END
      WHERE network = p_network AND store = p_store AND line = p_line;
      UPDATE subscriber
      SET earned = earned - CASE WHEN p.credited_month = p_month THEN p.credited ELSE 0 END,
        available = available - CASE WHEN p.credited_month = p_month THEN 0 ELSE p.credited END,
        taken_back = taken_back + p.credited
      WHERE id = p_subscriber;
      INSERT INTO history (subscriber, at, title, reason, bonuses, balance_after, network, store, line)
      VALUES (p_subscriber, p_now, 'Покупка отменена: ' || p_store_name, p_reason, -p.credited,
        s.earned + s.available - p.credited, p_network, p_store, p_line);
      INSERT INTO outbox (subscriber, template, store, bonuses)
      VALUES (p_subscriber, CASE WHEN p_word = 2 THEN 'purchase-reversed' ELSE 'purchase-on-hold' END, p_store_name, p.credited);
      RETURN 1;
    END IF;

    -- The amount changed.
    IF p_word <= 1 AND p.amount <> p_amount AND (p.status = 0 OR (p.status = 1 AND p_word = 1)) THEN
      given := 0;
      IF p.status = 1 THEN
        given := least(p_cashback - p.cashback, greatest(0, p_cap - s.earned));
        UPDATE subscriber
        SET earned = earned + given, credited = credited + greatest(given, 0), taken_back = taken_back + greatest(-given, 0)
        WHERE id = p_subscriber;
      END IF;
      UPDATE purchase SET amount = p_amount, cashback = p_cashback, credited = credited + given, version = p_version
      WHERE network = p_network AND store = p_store AND line = p_line;
      INSERT INTO history (subscriber, at, title, bonuses, balance_after, network, store, line)
      VALUES (p_subscriber, p_now, 'Пересчитано: ' || p_store_name, given, s.earned + s.available + given, p_network, p_store, p_line);
      RETURN 1;
    END IF;

    RETURN CASE WHEN is_new THEN 1 ELSE 0 END;
  END
  $$;

-- Purchases whose deadline has come; some at a time.
CREATE FUNCTION expire(p_now timestamptz, p_limit integer) RETURNS integer LANGUAGE plpgsql
  AS $$
  DECLARE
    done integer;
  BEGIN
    WITH due AS (
      SELECT network, store, line FROM purchase WHERE due_at <= p_now ORDER BY due_at LIMIT p_limit FOR NO KEY UPDATE SKIP LOCKED),
    expired AS (
      UPDATE purchase p SET status = 3, due_at = NULL FROM due d
      WHERE p.network = d.network AND p.store = d.store AND p.line = d.line
      RETURNING p.*),
    told AS (
      INSERT INTO outbox (subscriber, template, store, bonuses) SELECT subscriber, 'purchase-expired', store, 0 FROM expired),
    noted AS (
      INSERT INTO history (subscriber, at, title, balance_after, network, store, line)
      SELECT e.subscriber, p_now, 'Заказ не подтверждён в срок', s.earned + s.available, e.network, e.store, e.line
      FROM expired e JOIN subscriber s ON s.id = e.subscriber)
    SELECT count(*) INTO done FROM expired;
    RETURN done;
  END
  $$;
