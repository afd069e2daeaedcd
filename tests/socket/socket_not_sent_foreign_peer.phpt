--TEST--
A socket that another user serves, other than root, gets no byte; one that we may not use gets no connection
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
if (trim((string) shell_exec('id -u')) !== '0') {
    echo 'skip needs processes of other users';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Sends as another user. */
function sentAs(string $user, Peer $peer): string
{
    $command = [...asUser($user), PHP_BINARY, '-n', '-d', 'extension=' . ini_get('extension_dir') . '/cotp.' . PHP_SHLIB_SUFFIX, '-r',
        'try { echo (new CotpRequest("key-4711", "http://service.test/api", retries: 1, timeout: 60.0, socket: $argv[1]))->send(new CotpForm("h", "guest@example.com")); }
         catch (CotpException $exception) { echo $exception::class, " {$exception->outcome->name}: ", $exception->getMessage(); }', $peer->socket];
    $process = proc_open($command, [1 => ['pipe', 'w']], $pipes);
    return str_replace(dirname($peer->socket), '…', stream_get_contents($pipes[1])) . (proc_close($process) ? ' (it failed)' : '');
}

$peers = [
    'root' => Peer::start(default: created('abc'), onSocket: true, keepPlaintext: true),
    'nobody' => Peer::start(default: created('abc'), onSocket: true, user: 'nobody', keepPlaintext: true),
];
foreach ($peers as $server => $peer) {
    foreach (['root', 'nobody', 'daemon'] as $user) {
        echo "$user to $server: ", sentAs($user, $peer), "\n";
    }
}
chmod($peers['root']->socket, 0700);
echo 'denied: ', sentAs('nobody', $peers['root']), "\n";
foreach ($peers as $server => $peer) {
    $peer->wait(fn () => !in_array(null, array_column($peer->connections(), 'closed'), true));
    $read = array_filter(array_column(array_column($peer->connections(), 'plaintext'), 'up'), fn (string $bytes) => $bytes !== '');
    echo "$server: ", count($peer->connections()), ' connections, ', count($read), " of them with a request\n";
}
?>
--EXPECT--
root to root: abc
nobody to root: abc
daemon to root: abc
root to nobody: CotpTransportException NotSent: POST /cardrequest: the connection to the socket …/socket failed before anything was sent: the process that listens on it runs neither as root nor as the user of this process
nobody to nobody: abc
daemon to nobody: CotpTransportException NotSent: POST /cardrequest: the connection to the socket …/socket failed before anything was sent: the process that listens on it runs neither as root nor as the user of this process
denied: CotpTransportException NotSent: POST /cardrequest: the connection to the socket …/socket failed before anything was sent: this process has no permission to use it
root: 3 connections, 3 of them with a request
nobody: 5 connections, 1 of them with a request
