"""Cards that have no group yet, posted once there is one: a group was bound, or another one was lost."""

from rules.notices import Show, View
from storage import cards, communities, order_lists, orders, posts, review_posts, reviews, routing, setup
from storage.desk import Turn


async def post_waiting(turn: Turn, community_id: int) -> None:
    """Post the cards of all living orders that no group shows, where a team has a group now."""
    waiting = await setup.cardless_orders(turn.connection, community_id)
    roads = await routing.roads(turn.connection, community_id)
    for order_id, service_id, district in waiting:
        team_id = roads.team_id(service_id, district)
        if team_id is not None:
            await orders.change(turn.connection, order_id, team_id=team_id)
            await cards.become_own(turn.connection, order_id, team_id)
            await turn.show(Show(order_id, View.CARD))


async def fill_wall(turn: Turn, community_id: int) -> None:
    """The cards of all living orders, in the group that shows every card from now on."""
    for order_id in await order_lists.living_in(turn.connection, community_id):
        await turn.show(Show(order_id, View.CARD))


async def take_from_wall(turn: Turn, community_id: int) -> None:
    """What stands on the wall is left as it is: another group has it from now on, or none."""
    chat_id = (await communities.get(turn.connection, community_id))["wall_chat_id"]
    if chat_id is not None:
        await posts.forget_wall(turn.connection, community_id, chat_id)


async def post_reviews(turn: Turn, community_id: int) -> None:
    """The coordinators have another group, or none any more: what waits for them appears where they are now."""
    group = (await communities.get(turn.connection, community_id))["desk_chat_id"]
    for order_id in await reviews.waiting_in(turn.connection, community_id):
        if group is not None:
            await review_posts.leave(turn.connection, order_id, group, turn.now)
        await turn.show(Show(order_id, View.REVIEW))
