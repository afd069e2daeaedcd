<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use PDO;

$children = static fn (int $parent): array => array_map('intval', array_filter(explode(' ', (string) file_get_contents("/proc/$parent/task/$parent/children"))));
$noneLives = static fn (array $processes): bool => array_filter($processes, static fn (int $id): bool => posix_kill($id, 0)) === [];
$temporaryFolders = static fn (string $folder): array => glob("$folder/cotp-sandbox-*");

return [
    'front: a connection is kept, two pipelined requests get their responses in order' => function (Site $site): void {
        $connection = new Connection($site->sandbox->origin);
        for ($number = 0; $number < 3; $number++) {
            $connection->request('POST', '/api/accounts/authenticate/', $site->authorization());
            same(200, $connection->reply()->status, "request $number");
        }
        $connection->request('GET', '/sandbox/clock');
        $connection->request('GET', '/nowhere', ['Connection: close']);
        same(200, $connection->reply()->status, 'first of two');
        same(404, $connection->reply()->status, 'second of two');
        same(null, $connection->reply(), 'closed as requested');
    },
    'front: a body may arrive in pieces, after 100 Continue' => function (Site $site): void {
        $connection = new Connection($site->sandbox->origin);
        $body = json_encode(Site::EMAIL);
        $connection->write("POST /api/cardrequest HTTP/1.1\r\nHost: h.example\r\n{$site->authorization()[0]}\r\n");
        $connection->write('Expect: 100-continue' . "\r\nContent-Length: " . strlen($body) . "\r\nConnection: close\r\n\r\n");
        $connection->write(substr($body, 0, 5));
        await(fn () => $site->count('send')['received'] === 0, 'waits');
        $connection->write(substr($body, 5));
        $text = $connection->everything();
        same(true, str_starts_with($text, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 "), $text);
        contains("\r\nLocation: http://h.example/api/cardrequest/", $text, 'Location with the client\'s Host');
    },
    'front: invalid HTTP is rejected and the connection closed' => function (Site $site): void {
        $wrong = [
            "hello\r\n\r\n" => 400, "GET http://h/ HTTP/1.1\r\n\r\n" => 400, "GET / HTTP/1.1\r\nno colon\r\n\r\n" => 400,
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n" => 400, "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n" => 400,
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" => 411, "POST /api/cardrequest HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n" => 413,
            'GET /' . str_repeat('x', 66000) . " HTTP/1.1\r\n\r\n" => 431,
        ];
        foreach ($wrong as $bytes => $status) {
            $connection = new Connection($site->sandbox->origin);
            $connection->write($bytes);
            same(true, str_starts_with($connection->everything(), "HTTP/1.1 $status "), substr($bytes, 0, 60));
        }
    },
    'front: a client\'s header is never an instruction to the front, an invalid Host never an origin' => function (Site $site): void {
        $reply = $site->call('POST', 'cardrequest', Site::EMAIL, ['X-Sandbox-Front-Connection: drop']);
        same(201, $reply->status, 'response');
        $connection = new Connection($site->sandbox->origin);
        $body = json_encode(Site::EMAIL);
        $connection->write("POST /api/cardrequest HTTP/1.1\r\nHost: a/b\r\n{$site->authorization()[0]}\r\nConnection: close\r\nContent-Length: " . strlen($body) . "\r\n\r\n$body");
        contains("\r\nLocation: http://127.0.0.1/api/cardrequest/", $connection->everything(), 'Location');
    },
    'stop: SIGTERM leaves no process and no file' => function (Site $site, string $folder) use ($children, $noneLives, $temporaryFolders): void {
        foreach ([SIGTERM, SIGINT, SIGHUP] as $signal) {
            $own = new SandboxProcess([], "$folder/errors.txt", $folder);
            $processes = $children($own->processId());
            same(5, count($processes), 'four workers and a courier');
            [$temporary] = $temporaryFolders($folder);
            same([0700, true], [fileperms($temporary) & 0777, is_file("$temporary/sandbox.sqlite")], 'temporary folder');
            same(0, $own->stop($signal), 'exit code');
            same([true, []], [$noneLives($processes), $temporaryFolders($folder)], 'processes and files');
        }
    },
    'stop: even SIGKILL leaves no process and no file' => function (Site $site, string $folder) use ($children, $noneLives, $temporaryFolders): void {
        $own = new SandboxProcess([], "$folder/errors.txt", $folder);
        $processes = $children($own->processId());
        same(1, count($temporaryFolders($folder)), 'temporary folder');
        $own->stop(SIGKILL);
        await(fn () => $noneLives($processes), 'processes gone');
        await(fn () => $temporaryFolders($folder) === [], 'folder gone');
    },
    'stop: a worker that dies ends the sandbox with a message' => function (Site $site, string $folder) use ($children): void {
        $own = new SandboxProcess([], "$folder/other.txt");
        posix_kill(min($children($own->processId())), SIGKILL);
        same(1, $own->awaitEnd(), 'exit code');
        contains('a worker ended unexpectedly', $own->errors(), 'standard error');
    },
    'stop: a courier that dies ends the sandbox with a message' => function (Site $site, string $folder) use ($children): void {
        $own = new SandboxProcess([], "$folder/other.txt");
        $process = $children($own->processId())[4];
        await(static fn (): bool => str_contains((string) file_get_contents("/proc/$process/cmdline"), 'courier.php'), 'the last process is the courier');
        posix_kill($process, SIGKILL);
        await(static fn (): bool => file_get_contents("/proc/$process/cmdline") === '', 'it is gone');
        $own->request('GET', '/sandbox/clock');
        same(1, $own->awaitEnd(), 'exit code');
        contains('the courier ended unexpectedly', $own->errors(), 'standard error');
    },
    'start: --db keeps the state, --port sets the port, a port in use is an error' => function (Site $site, string $folder): void {
        $own = new SandboxProcess(['--db', "$folder/kept.sqlite"], "$folder/errors.txt");
        $first = new Site($own);
        $id = $first->send();
        $port = parse_url($own->origin, PHP_URL_PORT);
        same(1, (int) (new PDO("sqlite:$folder/kept.sqlite"))->query('SELECT count(*) FROM card_request')->fetchColumn(), 'rows');
        $own->stop();
        $own = new SandboxProcess(['--port', (string) $port, '--db', "$folder/kept.sqlite"], "$folder/errors.txt");
        same($port, parse_url($own->origin, PHP_URL_PORT), 'port');
        same('MessageQueued', (new Site($own, $first->key))->status($id), 'state');
        exec(PHP_BINARY . ' ' . escapeshellarg(dirname(__DIR__) . '/bin/cotp-sandbox') . " --port $port 2>&1", $output, $code);
        $own->stop();
        same(1, $code, 'exit code');
        contains('cannot listen on', implode("\n", $output), 'message');
    },
    'start: options are checked' => function (): void {
        foreach (['--port x', '--port 70000', '--db', '--listen example.com', '--callback-host a/b', '--nonsense', '--callback-host a,b', '--workers 0',
            '--casing title', '--unknown-fields x', '--phone e164', '--errors html', '--error-details some', '--unknown-paths x', '--callback-attempts 0', '--wire /nowhere'] as $arguments) {
            exec(PHP_BINARY . ' ' . escapeshellarg(dirname(__DIR__) . "/bin/cotp-sandbox") . " $arguments 2>/dev/null", $output, $code);
            same(2, $code, $arguments);
        }
    },
    'start: --callback-host allows one more host' => function (Site $site, string $folder): void {
        $own = new SandboxProcess(['--callback-host', 'nowhere.invalid'], "$folder/errors.txt");
        $other = new Site($own);
        $other->send(['CallbackUrl' => 'http://nowhere.invalid/'] + Site::EMAIL);
        await(fn () => ($other->listing('/callbacks.json')[0]['attempts'][0]['result'] ?? null) === 'no response', 'attempted');
        $own->stop();
    },
    'pages: the start page, the style and nothing else' => function (Site $site): void {
        contains("<code>{$site->sandbox->origin}/api</code>", $site->sandbox->request('GET', '/')->body, 'base URI');
        contains('text/css', $site->sandbox->request('GET', '/sandbox.css')->headers['content-type'], 'style');
        foreach (['/schema.sql', '/router.php', '/../README.md', '/src/Api.php', '/sandbox/none', '/%2e%2e/bin'] as $path) {
            same(404, $site->sandbox->request('GET', $path)->status, $path);
        }
    },
];
