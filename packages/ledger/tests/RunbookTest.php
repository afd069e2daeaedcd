<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\Tests\lib\Engine;
use Cotp\Ledger\Tests\lib\Php;
use Cotp\Ledger\Tests\lib\Program;
use Cotp\Ledger\Tests\lib\Wait;
use PHPUnit\Framework\TestCase;

/** The scripts of the runbook in docs/operating.md, as printed, on a site whose sends lose their responses. */
final class RunbookTest extends TestCase
{
    private const ASK = <<<'PHP'
        <?php
        require __DIR__ . '/ledger.php';
        try {
            echo $ledger->ask($argv[1], fn (string $url) => new CotpForm(bookerId: 'h', email: $argv[2], callbackUrl: $url))->isNew ? 'sent' : 'nothing sent';
        } catch (Throwable $fault) {
            echo $fault::class;
        }
        PHP;

    private string $folder;
    private Program $sandbox;

    protected function setUp(): void
    {
        $package = dirname(__DIR__);
        $this->folder = Engine::folder() . '/runbook-' . bin2hex(random_bytes(4));
        mkdir("$this->folder/vendor", recursive: true);
        file_put_contents("$this->folder/vendor/autoload.php", "<?php require '$package/vendor/autoload.php';");
        file_put_contents("$this->folder/ask.php", self::ASK);
        $this->sandbox = new Program([PHP_BINARY, dirname($package) . '/sandbox/bin/cotp-sandbox']);
        foreach (["$package/README.md" => ['ledger.php', 'callback.php', 'work.php'], dirname($package, 2) . '/docs/operating.md' => ['unknown.php', 'compare.php']] as $page => $files) {
            preg_match_all('~```php\n(<\?php // (\w+\.php)\b.*?)```~s', (string) file_get_contents($page), $blocks);
            foreach ($files as $file) {
                $code = array_combine($blocks[2], $blocks[1])[$file] ?? self::fail("$page does not contain $file");
                file_put_contents("$this->folder/$file", str_replace('http://127.0.0.1:8025', $this->sandbox->url, $code));
            }
        }
        $this->execute(["$package/bin/cotp-ledger", 'migrate']);
    }

    public function test_runbook_resolves_lost_sends_without_a_second_message(): void
    {
        $site = new Program([...Php::command(), '-S', '127.0.0.1:0', '-t', $this->folder], ['COTP_LEDGER_DSN' => "sqlite:$this->folder/ledger.db"]);
        $ledger = (string) file_get_contents("$this->folder/ledger.php");
        file_put_contents("$this->folder/ledger.php", str_replace('http://127.0.0.1:8080', $site->url, $ledger));
        $this->lose('drop_after', 'called-back', 'a@example.com');
        $this->lose('drop_before', 'not-sent', 'b@example.com');
        $lines = "# the guest has it:\n  php .*\n# the guest has no message:\n  php .*\n";
        self::assertMatchesRegularExpression("~\A# 'called-back' since \S+, unconfirmed id: 'none'\n{$lines}# 'not-sent' since \S+, unconfirmed id: 'none'\n$lines\z~", $this->php('unknown.php'));

        Wait::until(fn (): bool => str_starts_with($this->php('work.php'), '1 callbacks'), 'the callback is processed');
        self::assertStringStartsWith("# 'not-sent' since", $this->php('unknown.php'));
        self::assertSame('nothing sent', $this->php('ask.php', 'called-back', 'a@example.com'));

        $usage = "Usage: php unknown.php [KEY TIME sent|not_sent NAME [ID]]\n";
        $shown = $this->shownLine('not-sent', 'not_sent');
        self::assertSame($usage, $this->runLine('unknown.php not-sent 2026-11-29T12:00:00.000Z maybe Ada', 1));
        self::assertSame($usage, $this->runLine('unknown.php not-sent 2026-11-29T12:00:00Z not_sent Ada', 1), 'A time without milliseconds is of no message.');
        self::assertSame($usage, $this->runLine($shown, 1));
        self::assertSame("not-sent: NotSent\n", $this->runLine("{$shown}Ada"));
        $this->lose('drop_before', 'not-sent', 'b@example.com');
        self::assertMatchesRegularExpression('~\A"not-sent" was sent again after \S+, at \S+\. Nothing was resolved\. List again~', $this->runLine("{$shown}Ada", 1), 'The line is about the older message.');
        $shown = $this->shownLine('not-sent', 'not_sent');
        self::assertSame("not-sent: NotSent\n", $this->runLine("{$shown}Ada"));
        self::assertMatchesRegularExpression('~\AThe outcome of "not-sent" is not unknown.* List again~', $this->runLine("{$shown}Ada", 1));
        self::assertSame('sent', $this->php('ask.php', 'not-sent', 'b@example.com'));

        unset($site);       // from here on, callbacks are lost
        $this->lose('drop_after', 'no-callback', 'c@example.com');
        self::assertSame("no-callback: Sent\n", $this->runLine("{$this->shownLine('no-callback', 'sent')}Ada"));
        self::assertSame('nothing sent', $this->php('ask.php', 'no-callback', 'c@example.com'));
        self::assertSame('', $this->php('unknown.php'));
        self::assertEqualsCanonicalizing(['a@example.com', 'b@example.com', 'c@example.com'], array_column($this->sandboxList('/outbox.json'), 'to'));
    }

    public function test_id_of_a_callback_is_compared_without_showing_anything(): void
    {
        $this->lose('drop_after', 'key', 'guest@example.com');
        $request = $this->sandboxList('/sandbox/requests.json')[0];
        $fields = $request['fields'];
        self::assertIsArray($fields);
        self::assertIsString($fields['CallbackUrl']);
        self::assertIsString($request['request']);
        $same = $this->execute([...Php::command(), 'compare.php', $request['request']], "guest@example.com\n$fields[CallbackUrl]\n");
        self::assertStringContainsString("address: the same\ncallback URL: yours\n", $same);
        $other = $this->execute([...Php::command(), 'compare.php', $request['request']], "other@example.com\n");
        self::assertStringContainsString("address: different, or not returned\ncallback URL: different, or not returned\n", $other);
        self::assertStringNotContainsString('@', $same . $other);
    }

    /** Returns the line that the list shows for a reply, without the name. */
    private function shownLine(string $key, string $finding): string
    {
        return preg_match("~php (unknown\.php '$key' \S+ $finding )$~m", $this->php('unknown.php'), $match) === 1 ? $match[1] : self::fail("$key is not listed.");
    }

    private function runLine(string $line, int $status = 0): string
    {
        return $this->execute(['sh', '-c', implode(' ', array_map(escapeshellarg(...), Php::command())) . " $line"], status: $status);
    }

    private function lose(string $fault, string $key, string $email): void
    {
        $options = ['method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => json_encode(['kind' => $fault, 'operation' => 'send'])];
        self::assertNotFalse(file_get_contents("{$this->sandbox->url}/sandbox/faults", false, stream_context_create(['http' => $options])));
        self::assertSame('CotpOutcomeUnknownException', $this->php('ask.php', $key, $email));
    }

    /** @return list<array<mixed>> */
    private function sandboxList(string $path): array
    {
        /** @var list<array<mixed>> */
        return json_decode((string) file_get_contents("{$this->sandbox->url}$path"), true, flags: JSON_THROW_ON_ERROR);
    }

    private function php(string ...$arguments): string
    {
        return $this->execute([...Php::command(), ...array_values($arguments)]);
    }

    /** @param list<string> $command */
    private function execute(array $command, string $input = '', int $status = 0): string
    {
        $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w']], $pipes, $this->folder, ['COTP_LEDGER_DSN' => "sqlite:$this->folder/ledger.db"] + getenv());
        self::assertIsResource($process);
        fwrite($pipes[0], $input);
        fclose($pipes[0]);
        $output = (string) stream_get_contents($pipes[1]);
        self::assertSame($status, proc_close($process), $output);
        return $output;
    }
}
