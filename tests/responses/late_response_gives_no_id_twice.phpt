--TEST--
A gateway that delivers each response twice, a moment late: no id is given for two sends, and the next call gets its own
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Says whose the id is that a send of this booker got. */
function owner(Peer $peer, string $bookerId, ?string $id): string
{
    $request = $peer->requests()[(int) substr((string) $id, strlen('request-')) - 1] ?? null;
    return $id === null ? 'none' : ($request !== null && str_contains($request['body'], "\"$bookerId\"") ? 'its own' : 'of another');
}

foreach (array_slice(WAYS, 0, 2) as $way => $arguments) {
    $peer = Peer::start(...$arguments + ['default' => Peer::late()]);
    $cotp = client($peer, retries: 2);
    $seen = [];
    for ($number = 1; $number <= 20; $number++) {
        try {
            $seen[] = owner($peer, "b$number", $cotp->send(form("b$number")));
        } catch (CotpOutcomeUnknownException $unknown) {
            $seen[] = "$unknown->httpStatus Unknown, id " . owner($peer, "b$number", $unknown->requestId);
        }
    }
    echo "$way, in a row: ", json_encode(array_count_values($seen)), ', sent ', count($peer->requests()), "\n";
    echo $unknown->getMessage(), "\n";

    $peer = Peer::start(...$arguments + ['default' => Peer::late()]);
    $cotp = client($peer, retries: 2);
    $seen = [];
    $forms = array_map(fn (int $number): CotpForm => form("b$number"), range(1, 40));
    foreach ($cotp->sendMany($forms, concurrency: 4) as $index => $result) {
        $id = is_string($result) ? $result : $result->requestId;
        $seen[] = ($id === $result ? '' : $result->outcome->name . ', id ') . owner($peer, $forms[$index]->bookerId, $id);
    }
    $counts = array_count_values($seen);
    echo "$way, in a batch: ", $counts['of another'] ?? 0, ' of another, ', ($counts['Unknown, id none'] ?? 0) <= 4 ? 'at most 4 Unknown' : 'too many Unknown';
    echo ', ', array_diff(array_keys($counts), ['its own', 'Unknown, id none']) === [] ? 'no others' : json_encode($counts), "\n";

    // The response to another request: the state is retrieved once more, on another connection.
    $peer = Peer::start(...$arguments + ['default' => Peer::late()]);
    $cotp = client($peer);
    echo "$way, retrieved: ";
    foreach (['a', 'b', 'c', 'd'] as $id) {
        echo outcome(fn () => $cotp->retrieve($id)), ', ';
    }
    echo count($peer->requests()), " requests\n";

    // The same between different operations.
    $peer = Peer::start(...$arguments + ['default' => Peer::late()]);
    $cotp = client($peer);
    $id = $cotp->send(form('b1'));
    echo "$way, mixed: ", owner($peer, 'b1', $id), ', ', outcome(fn () => $cotp->retrieve($id));
    echo ', ', outcome(fn () => $cotp->send(form('b2'))), ', ', outcome(fn () => $cotp->retrieve('a')), "\n";

    // The copy is the last response of its connection, as a gateway makes it that closes after so many.
    $peer = Peer::start([created('first'), Peer::respond(201, ['Location: /api/cardrequest/first', 'Connection: close'])], ...$arguments);
    $cotp = client($peer);
    echo "$way, then closed: ", outcome(fn () => $cotp->send(form())), ', ', substr((string) strstr(outcome(fn () => $cotp->send(form())), ' '), 1), "\n";

    // Still about another one: an error.
    $peer = Peer::start([state('other'), state('other'), state('a')], ...$arguments);
    echo "$way, never: ", outcome(fn () => client($peer)->retrieve('a')), ', ', count($peer->requests());
    echo ', then ', outcome(fn () => client($peer)->retrieve('a')), ' on the connections ', implode(' ', array_column($peer->requests(), 'connection')), "\n";
}
?>
--EXPECT--
HTTP/1.1, in a row: {"its own":19,"201 Unknown, id none":1}, sent 20
POST /cardrequest: the response repeats the request id of an earlier send on the same connection, so it is not the response to this request, so the link may have been sent to the guest. Wait for the callback, or ask the guest, before you send again.
HTTP/1.1, in a batch: 0 of another, at most 4 Unknown, no others
HTTP/1.1, retrieved: a FormViewed, b FormViewed, c FormViewed, d FormViewed, 7 requests
HTTP/1.1, mixed: its own, request-1 FormViewed, request-4, a FormViewed
HTTP/1.1, then closed: first, Unknown 201
HTTP/1.1, never: CotpProtocolException Answered 200 [a], 2, then a MessageQueued on the connections 1 2 3
HTTP/1.1 over TLS, in a row: {"its own":19,"201 Unknown, id none":1}, sent 20
POST /cardrequest: the response repeats the request id of an earlier send on the same connection, so it is not the response to this request, so the link may have been sent to the guest. Wait for the callback, or ask the guest, before you send again.
HTTP/1.1 over TLS, in a batch: 0 of another, at most 4 Unknown, no others
HTTP/1.1 over TLS, retrieved: a FormViewed, b FormViewed, c FormViewed, d FormViewed, 7 requests
HTTP/1.1 over TLS, mixed: its own, request-1 FormViewed, request-4, a FormViewed
HTTP/1.1 over TLS, then closed: first, Unknown 201
HTTP/1.1 over TLS, never: CotpProtocolException Answered 200 [a], 2, then a MessageQueued on the connections 1 2 3
