<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\Tests\lib\Engine;
use Cotp\Ledger\Tests\lib\Php;
use Cotp\Ledger\Tests\lib\Program;
use Cotp\Ledger\Tests\lib\Wait;
use CotpCallbackVerifier;
use PHPUnit\Framework\TestCase;

/** The first steps of the README, as printed, in an empty folder. Only the addresses are changed: the tests have no fixed port. */
final class ReadmeTest extends TestCase
{
    private string $folder;

    public function test_readme_first_steps_run_as_printed(): void
    {
        $package = dirname(__DIR__);
        $this->folder = Engine::folder() . '/readme';
        mkdir("$this->folder/vendor/bin", recursive: true);
        // What composer require leaves behind.
        file_put_contents("$this->folder/vendor/autoload.php", "<?php require '$package/vendor/autoload.php';");
        symlink("$package/bin/cotp-ledger", "$this->folder/vendor/bin/cotp-ledger");

        $sandbox = new Program([PHP_BINARY, dirname($package) . '/sandbox/bin/cotp-sandbox']);
        $blocks = $this->blocks((string) file_get_contents("$package/README.md"));
        self::assertSame(['ledger.php', 'ask.php', 'callback.php', 'work.php'], array_keys($blocks['php']));
        foreach ($blocks['php'] as $file => $code) {
            file_put_contents("$this->folder/$file", str_replace('http://127.0.0.1:8025', $sandbox->url, $code));
        }
        self::assertStringContainsString('The tables have version 1.', $this->shell($blocks['sh']));
        $dsn = ['COTP_LEDGER_DSN' => "sqlite:$this->folder/ledger.db"];
        $php = Php::command();
        $site = new Program([...$php, '-S', '127.0.0.1:0', '-t', $this->folder], $dsn);
        $ledger = (string) file_get_contents("$this->folder/ledger.php");
        file_put_contents("$this->folder/ledger.php", str_replace('http://127.0.0.1:8080', $site->url, $ledger));
        $run = fn (string $file): string => $this->shell('COTP_LEDGER_DSN=' . escapeshellarg($dsn['COTP_LEDGER_DSN']) . ' ' . implode(' ', array_map(escapeshellarg(...), [...$php, $file])));

        self::assertSame("sent: Sent Unknown \n", $run('ask.php'));
        self::assertSame("nothing sent: Sent Unknown \n", $run('ask.php'));
        Wait::until(static fn (): bool => str_starts_with($run('work.php'), '1 callbacks'), 'a callback is processed');
        self::assertSame("nothing sent: Sent MessageQueued \n", $run('ask.php'));
        self::assertSame([204, 403], [self::post($site->url, str_repeat('a', 32)), self::post($site->url, 'not-of-the-ledger')]);
    }

    /** @return int the status of the response to a callback that is signed for the reference with the key of the README */
    private static function post(string $site, string $reference): int
    {
        $url = (new CotpCallbackVerifier(['2026-11' => str_repeat('replace me with 32 random bytes ', 2)]))->url("$site/callback.php", $reference, 3600);
        $body = '{"LastNotifiedStatus":"FormViewed","RequestID":"r-1","LastNotifiedTime":"2026-11-29T12:00:00"}';
        $options = ['method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => $body, 'ignore_errors' => true];
        $stream = fopen($url, 'r', false, stream_context_create(['http' => $options]));
        self::assertIsResource($stream);
        $head = stream_get_meta_data($stream)['wrapper_data'] ?? [];
        return preg_match('~\AHTTP/\S+ (\d+)~', is_array($head) && is_string($head[0] ?? null) ? $head[0] : '', $match) === 1 ? (int) $match[1] : 0;
    }

    /** @return array{sh: string, php: array<string, string>} */
    private function blocks(string $readme): array
    {
        $steps = (string) preg_replace('~\A.*?## First steps|## What ask.*\z~s', '', $readme);
        preg_match('~```\n(.*?)```~s', $steps, $shell);
        preg_match_all('~```php\n(<\?php // (\S+)\n.*?)```~s', $steps, $code, PREG_SET_ORDER);
        return ['sh' => $shell[1] ?? '', 'php' => array_column($code, 1, 2)];
    }

    private function shell(string $script): string
    {
        $process = proc_open(['bash', '-ec', "exec 2>&1\n$script"], [['file', '/dev/null', 'r'], ['pipe', 'w']], $pipes, $this->folder);
        self::assertIsResource($process);
        $output = (string) stream_get_contents($pipes[1]);
        self::assertSame(0, proc_close($process), $output);
        return $output;
    }
}
