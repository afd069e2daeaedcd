--TEST--
An observer forks: all processes use the client at once, and only the parent sends the rest of its call
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/processes.inc';

/** Summarizes the outcomes of a batch. */
function outcomes(array $results): string
{
    $short = array_map(fn (string|CotpException $result) => is_string($result) ? 'sent' : $result->outcome->name, $results);
    return json_encode(array_count_values($short));
}

/** Sends six forms. The observer forks after the second. */
function scene(string $way, int $concurrency, string $end): string
{
    $peer = Peer::start(...WAYS[$way], default: Peer::mirror());
    $words = new Words();
    $call = fn (string $who) => $words->say(outcome(fn () => client($peer)->retrieve($who)));
    [$who, $observed] = ['', 0];
    $cotp = client($peer, observer: function () use ($end, $call, &$who, &$observed): void {
        if (++$observed === 2) {
            $who = fork_twice($end, $call);
        }
    });
    $forms = [];
    foreach (range(1, 6) as $number) {
        $forms["form-$number"] = form("form-$number");
    }
    $results = $cotp->sendMany($forms, $concurrency);
    if ($who !== 'parent') {
        $words->say("the $who's batch: " . outcomes($results));
        exit(0);
    }
    $right = 0;
    foreach ($peer->processed() as $request) {
        $booker = json_decode($request['body'])->BookerId ?? '';
        $right += (int) (($results[$booker] ?? '') === "request-$request[number]");
    }
    $cotp->send(form('after'));
    // Child and grandchild only retrieve. libcurl chooses among the idle connections, so any connection of the parent may be the last used.
    $own = array_column(array_filter($peer->processed(), fn (array $request) => $request['method'] === 'POST'), 'connection');
    return outcomes($results) . ", $right right, " . count($peer->processed()) . ' processed, '
        . (count(array_unique($own)) <= ($way === 'HTTP/2' ? 1 : $concurrency) ? 'the connections live' : 'new connections') . '; ' . implode(', ', $words->said());
}

foreach (ENDS as $end) {
    $seen = [];
    foreach (ways() as $way) {
        array_push($seen, scene($way, 1, $end), scene($way, 3, $end));
    }
    echo "a child that $end:\n  ", implode("\n  ", array_unique($seen)), "\n";
}
?>
--EXPECT--
a child that returns:
  {"sent":6}, 6 right, 9 processed, the connections live; child FormViewed, grandchild FormViewed, the grandchild's batch: {"sent":2,"Unknown":4}, the child's batch: {"sent":2,"Unknown":4}
a child that exits:
  {"sent":6}, 6 right, 9 processed, the connections live; child FormViewed, grandchild FormViewed
a child that dies:
  {"sent":6}, 6 right, 9 processed, the connections live; child FormViewed, grandchild FormViewed
a child that is killed:
  {"sent":6}, 6 right, 9 processed, the connections live; child FormViewed, grandchild FormViewed
a child that becomes another program:
  {"sent":6}, 6 right, 9 processed, the connections live; child FormViewed, grandchild FormViewed
