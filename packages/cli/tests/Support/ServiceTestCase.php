<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests\Support;

use CotpForm;
use CotpRequest;
use JsonSchema\Validator;
use PHPUnit\Framework\TestCase;

/** Runs commands against a sandbox, each test with an account of its own. */
abstract class ServiceTestCase extends TestCase
{
    protected const SECRET = 'k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

    protected static Sandbox $sandbox;
    protected Folder $folder;
    protected string $key;

    public static function setUpBeforeClass(): void
    {
        self::$sandbox = new Sandbox();
    }

    public static function tearDownAfterClass(): void
    {
        self::$sandbox->stop();
    }

    protected function setUp(): void
    {
        $this->folder = new Folder();
        $this->key = 'secret-' . bin2hex(random_bytes(8));
    }

    protected function tearDown(): void
    {
        $this->folder->remove();
    }

    protected function client(): CotpRequest
    {
        return new CotpRequest($this->key, self::$sandbox->origin . '/api');
    }

    /** Returns the id of a new request; "card-stored@…" and others end as their names say. */
    protected function request(string $email = 'guest@tester.example'): string
    {
        return $this->client()->send(new CotpForm(bookerId: 'hotel-42', email: $email));
    }

    /** Returns the id of a request with a stored card. */
    protected function requestWithCard(): string
    {
        $id = $this->request('card-stored@tester.example');
        self::$sandbox->advanceClock(5);
        $this->client()->await($id, 30);
        return $id;
    }

    /** @param array<string, string> $environment */
    protected function start(string $line, array $environment = [], string $stdin = ''): Command
    {
        $environment += ['PCIBOOKING_BASE_URI' => self::$sandbox->origin . '/api', 'COTP_CALLBACK_SECRET' => self::SECRET, 'XDG_STATE_HOME' => "{$this->folder->path}/state"];
        return new Command(array_map(static fn (string $word): string => strtr($word, '_', ' '), explode(' ', $line)), $this->key, environment: $environment, stdin: $stdin);
    }

    /**
     * @param string $line the arguments; "_" is a space within one
     * @param array<string, string> $environment
     */
    protected function cotp(string $line, array $environment = [], string $stdin = ''): Command
    {
        return $this->start($line, $environment, $stdin)->finish();
    }

    /** @return array<array-key, mixed> the output, which has to match the schema of the command */
    protected static function assertOutput(string $definition, string $json): array
    {
        $decoded = json_decode($json);
        $validator = new Validator();
        $validator->validate($decoded, (object) ['$ref' => 'file://' . realpath(__DIR__ . '/../../resources/output.schema.json') . "#/definitions/$definition"]);
        self::assertSame([], $validator->getErrors(), $json);
        $array = json_decode($json, true);
        self::assertIsArray($array, $json);
        return $array;
    }
}
