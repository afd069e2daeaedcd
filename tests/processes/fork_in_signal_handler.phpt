--TEST--
A signal handler forks during a send: all processes use the client at once, and only the parent continues the send
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/processes.inc';

function scene(string $way, string $end): string
{
    $peer = holding_peer($way);
    $cotp = client($peer);
    $cotp->send(form('warm'));
    $words = new Words();
    $call = fn (string $who) => $words->say(outcome(fn () => $cotp->retrieve($who)));
    $who = '';
    $sent = while_signalled(
        function () use ($peer, $end, $call, &$who): bool {
            if (!in_array('held', array_column($peer->requests(), 'waiting'), true)) {
                return false;
            }
            $who = fork_twice($end, $call);
            if ($who === 'parent') {
                $peer->release('held');
            }
            return true;
        },
        fn () => outcome(fn () => $cotp->send(form('parent'))),
    );
    if ($who !== 'parent') {
        $words->say("the $who's send: $sent");
        $call("later-$who");
        exit(0);
    }
    $after = outcome(fn () => $cotp->retrieve('after'));
    $peer->waitClosed(2);
    $peer->waitClosed(3);
    return "$sent; $after; " . callers($peer) . '; ' . implode(', ', $words->said());
}

foreach (ENDS as $end) {
    $seen = array_map(fn (string $way) => scene($way, $end), ways());
    echo "a child that $end:\n  ", implode("\n  ", array_unique($seen)), "\n";
}
?>
--EXPECT--
a child that returns:
  request-2; after FormViewed; 1: warm parent after | 2: child later-child | 3: grandchild later-grandchild; child FormViewed, grandchild FormViewed, the grandchild's send: CotpOutcomeUnknownException Unknown, later-grandchild FormViewed, the child's send: CotpOutcomeUnknownException Unknown, later-child FormViewed
a child that exits:
  request-2; after FormViewed; 1: warm parent after | 2: child | 3: grandchild; child FormViewed, grandchild FormViewed
a child that dies:
  request-2; after FormViewed; 1: warm parent after | 2: child | 3: grandchild; child FormViewed, grandchild FormViewed
a child that is killed:
  request-2; after FormViewed; 1: warm parent after | 2: child | 3: grandchild; child FormViewed, grandchild FormViewed
a child that becomes another program:
  request-2; after FormViewed; 1: warm parent after | 2: child | 3: grandchild; child FormViewed, grandchild FormViewed
