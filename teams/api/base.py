"""The pattern of every API view.

    class TeamsView(ApiView):                       # a list and its POST
        scope = Scope.ADMIN                         # what a token needs to write; WRITE unless stated

        @extend_schema(parameters=[TeamFilters], responses=page_schema(TeamOutput))
        def get(self) -> Response:
            asked = self.asked(TeamFilters)
            return self.page(TeamOutput, Team.objects.all(), order=("slug",), asked=asked)

        @extend_schema(request=TeamInput, responses={201: TeamOutput})
        def post(self) -> Response:
            draft = TeamDraft(**self.sent(TeamInput))
            return self.created(TeamOutput, add_team(actor=self.person, at=now(), draft=draft))

    class TeamView(ObjectView[Team]):               # one thing
        output = TeamOutput

        def load(self, slug: str) -> Team:          # what the address names, through visible_to; else 404
            return get_object_or_404(Team, slug=slug)

        @extend_schema(responses=TeamOutput)
        def get(self) -> Response:
            return self.one(self.found)

A handler takes nothing but ``self``, calls one operation and returns one answer; it catches nothing, because
``config.api_errors`` turns each refusal into its status. The base does the rest, always in this order: who calls
(401), with which scope (403), what the address names (404), how often (429), how large (413), which media type
(415), which key or version (409, 412), and only then the handler. A POST that carries an Idempotency-Key is done
once; a PATCH holds its row from the comparison with If-Match to the end of its operation.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from teams.api import etag
from teams.api.limits import JSONFirst, JSONInUTF8, RateLimit, check_size
from teams.api.methods import WRAPPERS
from teams.api.pagination import next_address, page_of
from teams.api.serializers import Filters, Input
from teams.models import ApiToken, Person, Scope

type Shape = Callable[..., Serializer[Any]]  # an Output class, or a function that makes rows fit for one


class ApiView(APIView):
    """A list, or something of which the caller has exactly one."""

    scope: ClassVar[str] = Scope.WRITE
    shown_once: ClassVar[tuple[str, ...]] = ()  # secrets in the answer to a POST, kept nowhere
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    parser_classes = [JSONInUTF8]
    throttle_classes = [RateLimit]
    content_negotiation_class = JSONFirst

    def __init_subclass__(cls, **options: Any) -> None:
        """Wrap the handlers that a view declares, so that no view can forget what its method owes the caller."""
        super().__init_subclass__(**options)
        for method, wrapper in WRAPPERS.items():
            if method in vars(cls):
                setattr(cls, method, wrapper(vars(cls)[method]))

    @property
    def person(self) -> Person:
        return cast("Person", self.request.user)

    @property
    def token(self) -> ApiToken | None:
        """The token of the call; None in a session."""
        return cast("ApiToken | None", self.request.auth)

    @property
    def default_response_headers(self) -> dict[str, str]:
        """What one person may read is nobody else's, in no cache on the way either."""
        return {**super().default_response_headers, "Cache-Control": "private, no-cache"}

    def initial(self, request: Request, *args: Any, **names: Any) -> None:
        super().initial(request, *args, **names)
        self.find(**names)
        super().check_throttles(request)
        check_size(request)

    def check_throttles(self, request: Request) -> None:
        """DRF counts before it looks; here a 404 comes first (see ``initial``)."""

    def find(self, **names: Any) -> None:
        """Find what the address names, or raise Http404; a list has nothing to find."""

    def asked(self, filters: type[Filters]) -> dict[str, Any]:
        """The query of the request, by name, checked; unknown filters are refused."""
        return _checked(filters(data=self.request.query_params.dict()))

    def sent(self, body: type[Input], *, partial: bool = False) -> dict[str, Any]:
        """The body of the request, by name, checked; a partial one holds only what was sent."""
        return _checked(body(data=self.request.data, partial=partial))

    def page(self, output: Shape, rows: QuerySet[Any], *, order: tuple[str, ...], asked: Mapping[str, Any]) -> Response:
        """One page of ``rows``, as ``asked`` by limit and cursor (``teams.api.pagination`` says what ``order`` is)."""
        page = page_of(rows, order=order, limit=asked["limit"], cursor=asked.get("cursor"))
        results = output(page.rows, many=True).data
        return Response({"results": results, "next": next_address(self.request, page.cursor)})

    def created(self, output: Shape, thing: object) -> Response:
        data = output(thing).data
        return Response(data, status=201, headers={"ETag": etag.etag_of(thing, data)})


class ObjectView[Thing: Model](ApiView):
    """One thing that the address names."""

    output: Shape
    load: Callable[..., Thing]  # the thing that the address names, if the caller may see it; raises Http404
    found: Thing

    def find(self, **names: Any) -> None:
        if not all(str(name).isprintable() for name in names.values()):
            raise Http404
        self.found = self.load(**names)

    def hold(self) -> None:
        """Lock the row to the end of the transaction and read it again. Override where another row comes first."""
        type(self.found)._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=self.found.pk).first()
        self.found = self.load(**self.kwargs)

    def etag(self, thing: Thing) -> str:
        return etag.etag_of(thing, self.output(thing).data)

    def one(self, thing: Thing, *, status: int = 200) -> Response:
        return Response(self.output(thing).data, status=status, headers={"ETag": self.etag(thing)})


def _checked(serializer: Serializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return cast("dict[str, Any]", serializer.validated_data)
