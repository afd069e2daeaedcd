--TEST--
Parent and children that call at the same time after a fork each get their own responses
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (['HTTP/1.1 over TLS', 'HTTP/2'] as $way) {
    $peer = Peer::start(...WAYS[$way] + ['default' => Peer::json(200, ['LastNotifiedStatus' => 'FormViewed'])]);
    $cotp = client($peer);
    $cotp->retrieve('warm');
    $calls = function (string $name) use ($cotp): int {
        $right = 0;
        for ($count = 0; $count < 20; $count++) {
            $state = $cotp->retrieve("$name-$count");
            $right += (int) ($state->requestId === "$name-$count" && $state->status === CotpStatus::FormViewed);
        }
        return $right;
    };
    $children = [];
    for ($number = 0; $number < 3; $number++) {
        if (($child = pcntl_fork()) === 0) {
            exit($calls("child$number"));
        }
        $children[] = $child;
    }
    $right = [$calls('parent')];
    foreach ($children as $child) {
        pcntl_waitpid($child, $status);
        $right[] = pcntl_wexitstatus($status);
    }
    $owners = [];
    foreach ($peer->processed() as $request) {
        $owners[$request['connection']][strtok(basename($request['path']), '-')] = true;
    }
    ksort($owners);
    echo "$way: ", implode(' ', $right), ', connections: ', count($owners), ', used by: ',
        implode(' ', array_map('count', $owners)), ', ', json_encode(array_keys($owners[1])), "\n";
}
?>
--EXPECT--
HTTP/1.1 over TLS: 20 20 20 20, connections: 4, used by: 2 1 1 1, ["warm","parent"]
HTTP/2: 20 20 20 20, connections: 4, used by: 2 1 1 1, ["warm","parent"]
