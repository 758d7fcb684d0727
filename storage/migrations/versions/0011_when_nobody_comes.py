"""When nobody comes: cards in several groups, the ladder of an order, and quiet hours."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
RELEASED_AFTER = timedelta(days=3)  # what `wake_at` was for whoever had been reminded


def upgrade() -> None:
    for table, columns in _columns().items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.add_column(column)
    op.create_table(
        "order_teams",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=False),
        sa.Column("since", AT, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_teams_order_id_orders")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_order_teams_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_teams")),
        sa.UniqueConstraint("order_id", "team_id", name=op.f("uq_order_teams_order_id_team_id")),
    )
    _carry_over()
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_column("reminded")


def downgrade() -> None:
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded", sa.Boolean(), server_default=sa.false(), nullable=False))
    orders = _orders()
    op.execute(sa.update(orders).where(orders.c.reminded_at.is_not(None)).values(reminded=True))
    op.drop_table("order_teams")
    for table, columns in _columns().items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in reversed(columns):
                batch_op.drop_column(column.name)


def _columns() -> dict[str, list[sa.Column[Any]]]:
    return {
        "communities": [
            sa.Column("wall_chat_id", sa.BigInteger(), nullable=True),
            sa.Column("wall_thread_id", sa.BigInteger(), nullable=True),
            sa.Column("wall_title", sa.String(length=128), server_default="", nullable=False),
            sa.Column("quiet_from", sa.Integer(), nullable=True),
            sa.Column("quiet_to", sa.Integer(), nullable=True),
        ],
        "services": [
            sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("ladder", sa.JSON(), nullable=True),
        ],
        "links": [sa.Column("room", sa.String(length=8), server_default="", nullable=False)],
        "orders": [
            *(sa.Column(name, AT, nullable=True) for name in ("reminded_at", "touched_at", "opened_at")),
            sa.Column("step", sa.Integer(), server_default="0", nullable=False),
            sa.Column("stepped_at", AT, nullable=True),
        ],
        "outbox": [
            sa.Column("position", sa.Integer(), server_default="0", nullable=False),
            sa.Column("reply_to", sa.BigInteger(), nullable=True),
        ],
    }


def _orders() -> sa.Table:
    return sa.Table(
        "orders", sa.MetaData(), sa.Column("id", ID), sa.Column("reminded", sa.Boolean()), sa.Column("wake_at", AT),
        sa.Column("placed_at", AT), sa.Column("reminded_at", AT), sa.Column("touched_at", AT),
        sa.Column("opened_at", AT), sa.Column("state", sa.String()),
    )  # fmt: skip


def _carry_over() -> None:
    """Who was reminded, and when; what waits for helpers waits since it was placed; which post a row shows."""
    orders, bind = _orders(), op.get_bind()
    op.execute(sa.update(orders).where(orders.c.state == "open").values(opened_at=orders.c.placed_at))
    op.execute(sa.update(orders).values(touched_at=orders.c.placed_at))
    finished = sa.and_(orders.c.state == "finished", orders.c.wake_at.is_not(None))
    done = sa.select(orders.c.id, orders.c.wake_at).where(finished)  # three days after the last helper, too
    for row in bind.execute(done).all():
        touched_at = row.wake_at - RELEASED_AFTER
        bind.execute(sa.update(orders).where(orders.c.id == row.id).values(touched_at=touched_at))
    asked = sa.select(orders.c.id, orders.c.wake_at).where(orders.c.reminded, orders.c.wake_at.is_not(None))
    for row in bind.execute(asked).all():
        reminded_at = row.wake_at - RELEASED_AFTER
        bind.execute(sa.update(orders).where(orders.c.id == row.id).values(reminded_at=reminded_at))
    links = sa.table("links", sa.column("kind"), sa.column("team_id"), sa.column("room"))
    op.execute(sa.update(links).where(links.c.kind == "bind", links.c.team_id.is_(None)).values(room="desk"))
    outbox = sa.Table(
        "outbox", sa.MetaData(), sa.Column("id", ID), sa.Column("kind", sa.String()), sa.Column("fields", sa.JSON()),
        sa.Column("position", sa.Integer()),
    )  # fmt: skip
    for row in bind.execute(sa.select(outbox.c.id, outbox.c.fields).where(outbox.c.kind == "show")).all():
        position = int((row.fields or {}).get("position", 0))
        bind.execute(sa.update(outbox).where(outbox.c.id == row.id).values(position=position))
