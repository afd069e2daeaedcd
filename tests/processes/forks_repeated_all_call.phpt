--TEST--
Forks while parent and children call, with children that end in every way: each send is processed once, and no connection has two users
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/processes.inc';

define('FORKS', getenv('USE_ZEND_ALLOC') === '0' ? count(ENDS) : 30); // few under valgrind

function send(CotpRequest $cotp, Words $words, string $name): void
{
    $words->say("$name " . outcome(fn () => $cotp->send(form($name))));
}

function run_child(CotpRequest $cotp, Words $words, int $number): never
{
    send($cotp, $words, "child$number-first");
    send($cotp, $words, "child$number-second");
    end_process(ENDS[$number % count(ENDS)]);
    exit(0);
}

function scene(string $way): string
{
    $peer = Peer::start(...WAYS[$way], default: Peer::mirror());
    $words = new Words();
    $cotp = client($peer);
    $children = [];
    for ($number = 0; $number < FORKS; $number++) {
        send($cotp, $words, "parent-$number");
        if (($children[] = pcntl_fork()) === 0) {
            run_child($cotp, $words, $number);
        }
    }
    send($cotp, $words, 'parent-end');
    foreach ($children as $child) {
        pcntl_waitpid($child, $status);
    }
    [$processed, $users] = [[], []];
    foreach ($peer->processed() as $request) {
        $booker = json_decode($request['body'])->BookerId;
        $processed[] = "$booker request-$request[number]";
        $users[$request['connection']][strtok($booker, '-')] = true;
    }
    $said = $words->said();
    sort($said);
    sort($processed);
    return ($said === $processed && count($said) === 3 * FORKS + 1 ? 'all right' : json_encode(array_diff($said, $processed))) . ', '
        . (count($users) === FORKS + 1 ? 'a connection for each process' : count($users) . ' connections') . ', '
        . (max(array_map('count', $users)) === 1 ? 'none shared' : 'shared');
}

echo implode("\n", array_unique(array_map(scene(...), ways()))), "\n";
?>
--EXPECT--
all right, a connection for each process, none shared
