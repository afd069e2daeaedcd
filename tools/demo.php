<?php
/*
 * The steps of tools/demo. Each shows the PHP code that made it, and what came of it; the code is the code that ran.
 */
declare(strict_types=1);

const DEADLINE_SECONDS = 30;

/** A process of the demo's own, ended with the demo. */
final class Server
{
    /** @var resource */
    private mixed $process;
    public readonly string $url;

    /** @param list<string> $command prints its address, "http://127.0.0.1:PORT", once it serves */
    public function __construct(array $command, array $environment = [], private readonly int $outputOf = 1)
    {
        $null = ['file', '/dev/null', 'r+'];
        $this->process = proc_open($command, [$null, $null, $null, $outputOf => ['pipe', 'w']], $pipes, null, $environment + getenv())
            ?: throw new RuntimeException("cannot start $command[0]");
        while (($line = fgets($pipes[$outputOf])) !== false) {
            if (preg_match('~http://127\.0\.0\.1:\d+~', $line, $match)) {
                $this->url = $match[0];
                return;
            }
        }
        throw new RuntimeException("$command[0] did not start");
    }

    public function __destruct()
    {
        proc_terminate($this->process);
        proc_close($this->process);
    }
}

/** A guest's browser, as far as a form needs one. */
final class Browser
{
    /** @param array<string, string> $fields posted when given; @return array{int, string} the status and the page */
    public static function open(string $url, array $fields = []): array
    {
        $http = ['ignore_errors' => true, 'follow_location' => 0, 'timeout' => DEADLINE_SECONDS];
        if ($fields) {
            $http += ['method' => 'POST', 'header' => 'Content-Type: application/x-www-form-urlencoded', 'content' => http_build_query($fields)];
        }
        $page = file_get_contents($url, false, stream_context_create(['http' => $http]));
        preg_match('~^HTTP/\S+ (\d+)~', $http_response_header[0], $match);
        return [(int) $match[1], $page];
    }
}

function await(string $what, Closure $condition): mixed
{
    $deadline = hrtime(true) + DEADLINE_SECONDS * 1_000_000_000;
    do {
        $result = $condition();
        if ($result) {
            return $result;
        }
        usleep(20_000);
    } while (hrtime(true) < $deadline);
    throw new RuntimeException("$what: still not so after " . DEADLINE_SECONDS . ' s');
}

/** Runs PHP code, shows it with its result, and fails unless the result is as it must be. */
function step(string $title, string $code, array $variables, ?Closure $holds = null): mixed
{
    static $number = 0;
    printf("\n%d. %s\n", ++$number, $title);
    foreach (explode("\n", trim($code)) as $line) {
        echo "   php > $line\n";
    }
    $result = (static function (string $__code, array $__variables): mixed {
        extract($__variables);
        return eval($__code);
    })($code, $variables);
    if ($result !== null) {
        echo preg_replace('~^~m', '   ', rtrim(print_r($result, true))), "\n";
    }
    if ($holds && !$holds($result)) {
        throw new RuntimeException("step $number is not as it must be");
    }
    return $result;
}

function note(string $text): void
{
    echo "   -- $text\n";
}

/** The link of the newest message. */
function newestLink(Server $sandbox): string
{
    return json_decode(Browser::open("$sandbox->url/outbox.json")[1], true, 16, JSON_THROW_ON_ERROR)[0]['link'];
}

function fill(string $link, array $fields): void
{
    [$status, $page] = Browser::open($link);
    $status === 200 && str_contains($page, 'SANDBOX') or throw new RuntimeException("the form answered $status");
    note("the guest opens $link");
    [$status] = Browser::open($link, $fields);
    $status === 303 or throw new RuntimeException("the form took the card with $status, not 303");
    note('the guest fills it in and submits it');
}

/** The callback for $reference that tells $status, as the receiver verified and stored it. */
function callback(string $folder, string $reference, CotpStatus $status): array
{
    return await("callback $status->name", function () use ($folder, $reference, $status): ?array {
        foreach (glob("$folder/*.json") as $file) {
            $event = json_decode((string) file_get_contents($file), true);
            if ($event && $event['reference'] === $reference && $event['status'] === $status->value) {
                return $event;
            }
        }
        return null;
    });
}

function main(Server $sandbox, Server $receiver, string $folder, string $secret): void
{
    $cotp = new CotpRequest('demo-key', baseUri: "$sandbox->url/api");
    $callbacks = new CotpCallbackVerifier(['2026-11' => $secret]);
    $shared = compact('cotp', 'callbacks', 'receiver');
    note("the sandbox is $sandbox->url, the site's callback endpoint $receiver->url");

    step('Is the key good?', 'return $cotp->authenticate();', $shared, fn ($good) => $good === true);

    $id = step('Send the form to a guest by e-mail', <<<'PHP'
        $form = new CotpForm(
            bookerId: 'hotel-42',
            email: 'guest@example.com',
            callbackUrl: $callbacks->url("$receiver->url/cotp", 'booking-4711'),
            amount: '120.00',
            currency: 'EUR',
        );
        return $cotp->send($form);
        PHP, $shared, fn ($id) => is_string($id));

    fill(newestLink($sandbox), ['card_number' => '4111111111111111', 'expiry' => '12/' . (date('Y') + 2), 'security_code' => '123']);
    $event = callback($folder, 'booking-4711', CotpStatus::CardStored);
    note("the callback arrived and was verified: {$event['reference']} is {$event['status']}");
    $event['requestId'] === $id or throw new RuntimeException('the callback names another request');

    $state = step('Read the truth', 'return $cotp->retrieve($id);', $shared + compact('id'),
        fn ($state) => $state->status === CotpStatus::CardStored && $state->cardUri !== null);
    note("the token, which no dump shows: $state->cardUri");

    step('Say how long the security code is kept', <<<'PHP'
        $cotp->setRetention($state->cardUri, new CotpRetention(
            until: new DateTimeImmutable('+7 days'),
            destinations: [new CotpDestination('HostName', 'payments.example', quota: 2)],
        ));
        return $cotp->getRetention($state->cardUri);
        PHP, $shared + compact('state'), fn ($policy) => $policy->destinations[0]->usage === 0 && $policy->until > new DateTimeImmutable('+6 days'));

    $second = step('Send another by SMS, and cancel it', <<<'PHP'
        $second = $cotp->send(new CotpForm(bookerId: 'hotel-42', phone: '+34 600 111 222'));
        $cotp->delete($second);
        return $second;
        PHP, $shared, fn ($second) => is_string($second));
    [, $page] = Browser::open(newestLink($sandbox));
    str_contains($page, 'Link Expired') or throw new RuntimeException('the cancelled link does not say "Link Expired"');
    note('the guest opens the cancelled link: "Link Expired"');

    $third = step('Ask for the security code of the stored card', <<<'PHP'
        return $cotp->send(new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com', cardUri: $state->cardUri));
        PHP, $shared + compact('state'), fn ($third) => is_string($third));
    fill(newestLink($sandbox), ['security_code' => '456']);

    step('The card has a new token; the original is deleted', <<<'PHP'
        $renewed = $cotp->retrieve($third);
        $cotp->deleteCard($state->cardUri);
        return [$renewed->status->name, 'a new token' => $renewed->cardUri !== $state->cardUri];
        PHP, $shared + compact('state', 'third'), fn ($result) => $result === ['CardStored', 'a new token' => true]);

    step('A failure says what it means', <<<'PHP'
        try {
            $cotp->getRetention($state->cardUri);
        } catch (CotpException $exception) {
            return [get_class($exception), $exception->outcome->name, $exception->getMessage()];
        }
        PHP, $shared + compact('state'), fn ($result) => $result[0] === CotpNotFoundException::class && $result[1] === 'Answered');
}

$folder = sys_get_temp_dir() . '/cotp-demo-' . bin2hex(random_bytes(8));
mkdir($folder, 0700);
$secret = random_bytes(32);
$sandbox = $receiver = null;
$status = 0;
try {
    $sandbox = new Server([PHP_BINARY, dirname(__DIR__) . '/bin/cotp-sandbox']);
    $extension = ['-d', 'extension=' . dirname(__DIR__) . '/out/demo/modules/cotp.so'];
    $receiver = new Server(
        [PHP_BINARY, ...$extension, '-S', '127.0.0.1:0', __DIR__ . '/demo-callback.php'],
        ['COTP_DEMO_FOLDER' => $folder, 'COTP_CALLBACK_SECRET' => base64_encode($secret)],
        outputOf: 2,
    );
    main($sandbox, $receiver, $folder, $secret);
    echo "\nAll went well.\n";
} catch (Throwable $failure) {
    $status = 1;
    fprintf(STDERR, "\nFAILED: %s: %s\n", $failure::class, $failure->getMessage());
} finally {
    unset($sandbox, $receiver);
    array_map('unlink', glob("$folder/*"));
    rmdir($folder);
}
exit($status);
