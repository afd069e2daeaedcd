<?php
// SPDX-License-Identifier: BSD-3-Clause
/*
 * Carries out README's section "Five-minute tour" as printed, in PHP's interactive shell, against a sandbox of its own: the PHP blocks, the
 * guest's form, and the callbacks to a site that runs its controller:
 *
 *   php tools/check-readme.php [COMMAND…]       COMMAND starts the sandbox on any port; default: the one of this checkout
 *
 * COTP_EXTENSION names the extension, unless PHP's settings load it.
 */
declare(strict_types=1);

require __DIR__ . '/../tests/lib/Browser.inc';
require __DIR__ . '/../tests/lib/Server.inc';

/** PHP's interactive shell. */
final class Shell
{
    /** @var resource */
    private mixed $process;
    /** @var array<int, resource> */
    private array $pipes = [];
    private int $blocks = 0;

    /** @param list<string> $php */
    public function __construct(array $php)
    {
        $this->process = proc_open([...$php, '-d', 'display_errors=stderr', '-a'], [['pipe', 'r'], ['pipe', 'w'], ['redirect', 1]], $this->pipes) ?: throw new RuntimeException('cannot start php');
        stream_set_timeout($this->pipes[1], AWAIT_SECONDS);
    }

    /** Enters a block, and returns what it prints. */
    public function enter(string $block): string
    {
        $end = '-- end of block ' . ++$this->blocks . ' --';
        fwrite($this->pipes[0], "$block\necho '$end', \"\\n\";\n");
        $output = '';
        while (($line = fgets($this->pipes[1])) !== false && rtrim($line) !== $end) {
            $output .= $line;
        }
        if ($line === false || preg_match('~^(?:PHP )?(?:Warning|Fatal error|Parse error|Notice|Deprecated): ~m', $output)) {
            throw new RuntimeException("the shell says: $output\nto: $block");
        }
        return $output;
    }

    public function __destruct()
    {
        fclose($this->pipes[0]);
        proc_close($this->process);
    }
}

/** The site of the README's callbacks: its bookings, and its controller behind PHP's built-in server. */
final class TourSite
{
    private const ADDRESS = 'https://hotel.example/cotp';
    private const BOOKINGS = <<<'PHP'
        <?php
        final class Bookings
        {
            public function __construct(private string $folder)
            {
            }

            public function save(string $reference, string $request): void
            {
                file_put_contents("$this->folder/request-$reference", $request);
            }

            public function requestIdOf(string $reference): ?string
            {
                return @file_get_contents("$this->folder/request-$reference") ?: null;
            }
        }
        PHP;
    private Server $server;
    private string $asking;

    /** @param list<string> $php */
    public function __construct(private string $folder, string $block, array $php, string $baseUri)
    {
        [$asking, $controller] = explode('// … in the controller of ' . self::ADDRESS . "\n", $block) + [1 => null];
        $controller !== null && str_contains($asking, self::ADDRESS) or throw new RuntimeException('the block about callbacks has no controller of ' . self::ADDRESS);
        file_put_contents("$folder/bookings.php", self::BOOKINGS);
        $prepare = "require '$folder/bookings.php'; \$bookings = new Bookings('$folder'); \$email = 'guest@example.com';\n";
        $keep = "file_put_contents('$folder/state', isset(\$state) ? \$state->status->name : '');\n";
        $verifier = strstr($asking, "\n", true);      // its first line
        file_put_contents("$folder/site.php", "<?php\n$prepare\$cotp = new CotpRequest('any-key-does-here', '$baseUri');\n$verifier\n$controller\n$keep");
        $this->server = new Server([...$php, '-S', '127.0.0.1:0', "$folder/site.php"], "$folder/site.log");
        $this->asking = $prepare . str_replace(self::ADDRESS, $this->server->url, $asking);
    }

    public function check(Shell $shell, Server $sandbox): void
    {
        $shell->enter($this->asking);
        [$status] = Browser::open("{$this->server->url}/?cotp=forged", ['LastNotifiedStatus' => 'CardStored']);
        $status === 403 or throw new RuntimeException("the site responded to a forged callback with HTTP $status");
        submitCard($sandbox);
        await('the site learns from a callback that the card is stored', fn (): bool => @file_get_contents("$this->folder/state") === 'CardStored');
    }
}

/** @return list<string> the PHP blocks of a section, up to the next heading of any level */
function snippets(string $heading): array
{
    $readme = (string) file_get_contents(dirname(__DIR__) . '/README.md');
    preg_match('~^##+ ' . preg_quote($heading, '~') . '\n(.*?)^#~ms', $readme, $section);
    preg_match_all('~^```php\n(.*?)^```~ms', $section[1] ?? '', $blocks);
    return $blocks[1];
}

/** Fills in the form of the newest message. */
function submitCard(Server $sandbox): void
{
    $link = json_decode(Browser::open("$sandbox->url/outbox.json")[1], true, 16, JSON_THROW_ON_ERROR)[0]['link'];
    [$status] = Browser::open($link, CARD);
    $status === 303 or throw new RuntimeException("the form responded with HTTP $status");
}

/** @param list<string> $blocks */
function takeTour(Shell $shell, array $blocks, Server $sandbox): void
{
    $output = $shell->enter($blocks[0]);
    submitCard($sandbox);
    $output .= $shell->enter($blocks[1]) . $shell->enter($blocks[2]) . $shell->enter($blocks[3]);
    str_contains($output, '[name] => MessageQueued') && str_contains($output, 'bool(true)') or throw new RuntimeException("not what the README prints: $output");
    $ends = $shell->enter('echo $state->status->name, " ", count($ids), " ", count($states), "\n";');
    str_contains($ends, 'CardStored 2 2') or throw new RuntimeException("the last block went wrong: $ends");
}

$blocks = snippets('Five-minute tour');
count($blocks) === 4 or throw new RuntimeException('the README has ' . count($blocks) . ' blocks in its five minutes, not 4');
$callbacks = snippets('Callbacks');
count($callbacks) === 1 or throw new RuntimeException('the README has ' . count($callbacks) . ' blocks about callbacks, not 1');
$folder = sys_get_temp_dir() . '/cotp-readme-' . bin2hex(random_bytes(8));
mkdir($folder, 0700);
putenv('COTP_CALLBACK_SECRET=' . bin2hex(random_bytes(16)));
$extension = getenv('COTP_EXTENSION');
$php = [PHP_BINARY, ...($extension === false ? [] : ['-d', "extension=$extension"])];
try {
    $sandbox = new Server(array_slice($argv, 1) ?: [PHP_BINARY, dirname(__DIR__) . '/bin/cotp-sandbox'], "$folder/sandbox.log");
    $shell = new Shell($php);
    takeTour($shell, str_replace('http://127.0.0.1:8025', $sandbox->url, $blocks), $sandbox);
    $site = new TourSite($folder, $callbacks[0], $php, "$sandbox->url/api");
    $site->check($shell, $sandbox);
} finally {
    unset($site, $shell, $sandbox);
    array_map(unlink(...), glob("$folder/*"));
    rmdir($folder);
}
echo "the README's ", count($blocks) + 1, " blocks ran as printed\n";
