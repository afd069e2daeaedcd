<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\LedgerTestCase;
use PHPUnit\Framework\Attributes\TestWith;

/** The command send. */
final class SendCommandTest extends LedgerTestCase
{
    public function testReferenceIsSentOnce(): void
    {
        $first = $this->cotp('send booking-1 --yes --json ' . self::FORM);
        self::assertSame(0, $first->code, $first->output());
        $sent = self::assertOutput('send', $first->result());
        self::assertSame(['booking-1', 1, true, 'Sent'], [$sent['reference'], $sent['attempt'], $sent['isNew'], $sent['state']]);
        // Nothing is asked, because nothing is sent.
        $second = $this->cotp('send booking-1 --json ' . self::FORM);
        self::assertSame(0, $second->code, $second->output());
        $known = self::assertOutput('send', $second->result());
        self::assertSame([$sent['requestId'], false, 'MessageQueued'], [$known['requestId'], $known['isNew'], $known['rawStatus']]);
        self::assertStringContainsString('sent before, not sent again', $this->cotp('send booking-1 ' . self::FORM)->result());
        self::assertSame(['guest@tester.example'], self::$sandbox->recipients($this->key));
    }

    public function testReferenceOfAnotherFormIsRefused(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        foreach (['--email other@tester.example --booker-id hotel-42', '--email guest@tester.example --booker-id hotel-43', self::FORM . ' --language DE'] as $form) {
            self::assertOneSentence('known already, with another recipient or another form.*cotp ledger remind .* booking-1', $this->cotp("send booking-1 --yes $form"));
        }
        self::assertSame(1, $this->processed());
    }

    public function testScreenShowsWhatItProtectsButNoAddressWithoutAQuestion(): void
    {
        $this->cotp('send booking-0 --yes ' . self::FORM);
        $command = $this->cotp('send booking-1 --yes ' . self::FORM);
        self::assertStringContainsString("{$this->ledger()} (protects only those who share it)", $command->errors());
        self::assertStringNotContainsString('guest@', $command->output());
        self::assertStringNotContainsString($this->key, $command->output());
    }

    public function testLedgerIsPrivateAndContainsNoAddress(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        $files = glob("{$this->ledger()}*") ?: [];
        self::assertCount(4, $files);       // with its secret, its lock, and the number of its messages
        foreach ($files as $file) {
            self::assertSame(0600, fileperms($file) & 0777, $file);
            self::assertStringNotContainsString('guest@', (string) file_get_contents($file));
        }
        self::assertSame(0700, (fileperms(dirname($this->ledger())) ?: 0) & 0777);
    }

    public function testFormIsReadFromAFileOrStandardInput(): void
    {
        $form = '{"bookerId": "hotel-42", "phone": "+34600111222", "amount": 120, "currency": "EUR", "threeDs": true}';
        file_put_contents("{$this->folder->path}/form.json", $form);
        self::assertSame(0, $this->cotp("send booking-1 --yes --form {$this->folder->path}/form.json")->code);
        self::assertSame(0, $this->cotp('send booking-1 --form=-', stdin: $form)->code);
        self::assertSame(0, $this->cotp('send booking-2 --yes --form=- --phone +34600111333', stdin: $form)->code);
        self::assertSame(['34600111333', '34600111222'], self::$sandbox->recipients($this->key));
    }

    #[TestWith(['send booking-1 --yes --email guest@tester.example', 'Give the booker: --booker-id ID'])]
    #[TestWith(['send booking-1 --yes --booker-id hotel-42', 'exactly one of --email ADDRESS and --phone NUMBER'])]
    #[TestWith(['send booking-1 --yes --booker-id h --email nonsense', 'The value of email must be'])]
    #[TestWith(["send a\u{e9} --yes --booker-id h --email guest@tester.example", 'REFERENCE must contain'])]
    #[TestWith(['send booking-1 --yes --form /nonexistent', '--form must be a readable file'])]
    #[TestWith(['send booking-1 --booker-id h --email guest@tester.example', 'Without a terminal, --yes is required'])]
    #[TestWith(['send booking-1 --yes --booker-id h --email guest@tester.example --profile other', 'List the profiles: cotp profiles'])]
    #[TestWith(['send booking-1 --yes --booker-id h --email guest@tester.example --ledger /dev/null/x', 'See who can write there: ls -ld'])]
    #[TestWith(['send booking-1 --yes --booker-id h --email guest@tester.example --ledger ', '--ledger must be the name of a file'])]
    #[TestWith(['send booking-1 --yes --booker-id h --email guest@tester.example --key-file /nonexistent', 'Create it: \(umask 077'])]
    public function testEachFaultIsOneSentence(string $line, string $pattern): void
    {
        self::assertOneSentence($pattern, $this->cotp($line));
        $json = $this->cotp("$line --json");
        self::assertSame(1, $json->code);
        self::assertOutput('error', $json->result());
        self::assertSame(0, $this->processed());
    }

    #[TestWith(['{"bookerId": "h", "email": "g@x.example", "callbackUrl": "https://x.example/"}', 'must not contain "callbackUrl"'])]
    #[TestWith(['{"bookerId": "h", "mail": "g@x.example"}', 'must not contain "mail"'])]
    #[TestWith(['{"bookerId": "h", "email": "g@x.example", "threeDs": 7}', 'The form is invalid: .*threeDs'])]
    #[TestWith(['["h"]', 'JSON object'])]
    public function testInvalidFormIsOneSentence(string $form, string $pattern): void
    {
        self::assertOneSentence($pattern, $this->cotp('send booking-1 --yes --form=-', stdin: $form));
    }

    public function testCallbackUrlIsSent(): void
    {
        foreach (['booking-1' => ['', 'https://cotp-cli.invalid/callback?cotp=v1.'], 'booking-2' => [' --callback-url http://127.0.0.1:9/x', 'http://127.0.0.1:9/x?cotp=v1.']] as $reference => [$option, $url]) {
            $sent = self::assertOutput('send', $this->cotp("send $reference --yes --json$option " . self::FORM)->result());
            $details = $this->client()->retrieve(is_string($sent['requestId']) ? $sent['requestId'] : '')->details;
            self::assertStringContainsString($url, (string) json_encode($details, JSON_UNESCAPED_SLASHES));
        }
        self::assertOneSentence('The value of baseUrl must be', $this->cotp('send booking-3 --yes --callback-url nonsense ' . self::FORM));
    }

    public function testNoKeyIsOneSentence(): void
    {
        self::assertOneSentence('The API key is missing', $this->cotp('send booking-1 --yes ' . self::FORM, ['PCIBOOKING_API_KEY' => '']));
    }

    public function testUnusableLedgerIsOneSentence(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        $file = $this->ledger();
        chmod($file, 0640);
        self::assertOneSentence('Make it private: chmod 600', $this->cotp('send booking-1 --yes ' . self::FORM));
        chmod($file, 0600);
        file_put_contents("{$this->folder->path}/text", 'no database, but a file with some text in it');
        chmod("{$this->folder->path}/text", 0600);
        self::assertOneSentence('cannot be used: .*not a database', $this->cotp("send booking-1 --yes --ledger {$this->folder->path}/text " . self::FORM));
        (new \PDO("sqlite:{$this->folder->path}/site.db"))->exec('CREATE TABLE cotp_ledger_meta (name, value)');
        chmod("{$this->folder->path}/site.db", 0600);
        self::assertOneSentence('belongs to the commands of its framework', $this->cotp("send booking-1 --yes --ledger {$this->folder->path}/site.db " . self::FORM));
        self::assertSame(1, $this->processed());
    }

    public function testLostLedgerIsNotReplacedByAnEmptyOne(): void
    {
        $this->cotp('send booking-1 --yes ' . self::FORM);
        $file = $this->ledger();
        unlink($file);
        $sentence = 'is missing, although it was used, so nothing was sent.* only if the copy was made after the last message.*rm -f .*\.secret .*\.progress';
        self::assertOneSentence($sentence, $this->cotp('send booking-1 --yes ' . self::FORM));
        self::assertOneSentence($sentence, $this->cotp('ledger unknown'));
        unlink("$file.secret");
        self::assertOneSentence($sentence, $this->cotp('send booking-1 --yes ' . self::FORM));
        self::assertSame(1, $this->processed());
        unlink("$file.progress");
        // Without the secret, no form is the same as an earlier one, so nothing is sent either.
        self::assertSame(0, $this->cotp('send booking-2 --yes ' . self::FORM)->code);
        unlink("$file.secret");
        self::assertSame(0, $this->cotp('ledger unknown')->code);
        self::assertOneSentence('known already', $this->cotp('send booking-2 --yes ' . self::FORM));
    }

    public function testEachProfileHasItsOwnLedger(): void
    {
        $profile = ['baseUri' => self::$sandbox->origin . '/api'];
        file_put_contents("{$this->folder->path}/profiles.json", json_encode(['a' => $profile, 'b' => $profile, 'c' => $profile + ['ledger' => 'shared.sqlite'], 'd' => $profile + ['ledger' => 'shared.sqlite']]));
        $environment = ['COTP_PROFILES' => "{$this->folder->path}/profiles.json"];
        foreach (['a' => 1, 'b' => 2, 'c' => 3, 'd' => 3] as $name => $messages) {
            self::assertSame(0, $this->cotp("send booking-1 --yes --profile $name " . self::FORM, $environment)->code);
            self::assertSame($messages, $this->processed(), $name);
        }
        self::assertFileExists("{$this->folder->path}/state/cotp/ledger-profile-a.sqlite");
        self::assertFileExists("{$this->folder->path}/shared.sqlite");
    }

    public function testRefusalOfTheServiceIsAnErrorAndCanBeSentLater(): void
    {
        self::$sandbox->fault(['kind' => 'error', 'code' => -179, 'operation' => 'send'], $this->key);
        $command = $this->cotp('send booking-1 --yes --json ' . self::FORM);
        self::assertSame(1, $command->code, $command->output());
        self::assertOutput('error', $command->result());
        self::assertSame(0, $this->cotp('send booking-1 --yes ' . self::FORM)->code);
        self::assertSame(1, $this->processed());
    }

    public function testAddressOfAMessageThatWasNotSentCanBeCorrected(): void
    {
        self::$sandbox->fault(['kind' => 'error', 'code' => -179, 'operation' => 'send', 'times' => 2], $this->key);
        self::assertSame(1, $this->cotp('send booking-1 --yes --email wrong@tester.example --booker-id h')->code);
        self::assertSame(1, $this->cotp('send booking-1 --yes --email wrong-too@tester.example --booker-id h')->code);
        $command = $this->cotp('send booking-1 --yes --json ' . self::FORM);
        self::assertSame(0, $command->code, $command->output());
        self::assertSame([1, true], array_values(array_intersect_key(self::assertOutput('send', $command->result()), ['attempt' => 0, 'isNew' => 0])));
        self::assertSame(['guest@tester.example'], self::$sandbox->recipients($this->key));
        self::$sandbox->fault(['kind' => 'error', 'code' => -179, 'operation' => 'send'], $this->key);
        self::assertSame(1, $this->cotp('ledger remind booking-1 --yes --replaces 1 --email wrong@tester.example --booker-id h')->code);
        self::assertSame(0, $this->cotp('send booking-1 --yes --email other@tester.example --booker-id h')->code);
        self::assertSame(['other@tester.example', 'guest@tester.example'], self::$sandbox->recipients($this->key));
    }

    public function testAnotherFormDoesNotHideThatTheOutcomeIsOpen(): void
    {
        $other = 'send booking-1 --yes --json --email other@tester.example --booker-id h';
        $this->loseResponse('booking-1');
        $command = $this->cotp($other);
        self::assertSame(5, $command->code, $command->output());
        self::assertSame('Unknown', self::assertOutput('send', $command->result())['state']);
        (new \PDO("sqlite:{$this->ledger()}"))->exec("UPDATE cotp_ledger_question SET state = 'reserved', lease_until = 4102444800000");
        self::assertSame(7, $this->cotp($other)->code);
        $this->endLeases();
        self::assertSame(5, $this->cotp($other)->code);
        self::assertSame(1, $this->processed());
    }

    public function testServiceThatIsDownLetsItBeSentLater(): void
    {
        $ledger = "--ledger {$this->folder->path}/own.sqlite";
        $command = $this->cotp("send booking-1 --yes $ledger " . self::FORM, ['PCIBOOKING_BASE_URI' => 'http://127.0.0.1:9/api']);
        self::assertSame(4, $command->code, $command->output());
        self::assertSame(0, $this->cotp("send booking-1 --yes $ledger " . self::FORM)->code);
        self::assertSame(1, $this->processed());
    }

    public function testLostResponseIsUnknownUntilAPersonEndsIt(): void
    {
        $this->loseResponse('booking-1');
        for ($i = 0; $i < 2; $i++) {
            $command = $this->cotp('send booking-1 --yes --json ' . self::FORM);
            self::assertSame(5, $command->code, $command->output());
            self::assertSame('Unknown', self::assertOutput('send', $command->result())['state']);
        }
        self::assertStringContainsString('cotp ledger unknown --base-uri=', $this->cotp('send booking-1 ' . self::FORM)->result());
        self::assertSame(1, $this->processed());
    }

    #[TestWith(['card-stored', 0, 'CardStored'])]
    #[TestWith(['link-expired', 6, 'Expired'])]
    public function testEndOfTheRequestIsShown(string $address, int $code, string $ending): void
    {
        $form = "--email $address@tester.example --booker-id h";
        $sent = self::assertOutput('send', $this->cotp("send booking-1 --yes --json $form")->result());
        $this->client()->await(is_string($sent['requestId']) ? $sent['requestId'] : '', 30);
        $command = $this->cotp("send booking-1 --json $form");
        self::assertSame([$code, $ending], [$command->code, self::assertOutput('send', $command->result())['ending']]);
    }

    public function testSignalDuringASendLetsTheLedgerLearnTheOutcome(): void
    {
        self::$sandbox->fault(['kind' => 'delay', 'operation' => 'send', 'seconds' => 4], $this->key);
        $command = $this->start('send booking-1 --yes --json ' . self::FORM);
        self::$sandbox->awaitRequest('send', 0, $this->key);
        $command->signal(SIGINT);
        self::assertSame(130, $command->wait(), $command->output());
        self::assertSame('Sent', self::assertOutput('send', $command->result())['state']);
        self::assertStringContainsString('so that the ledger learns the outcome', $command->errors());
        self::assertSame(0, $this->cotp('send booking-1 ' . self::FORM)->code);
        self::assertSame(1, $this->processed());
    }

    public function testSecondSignalEndsItAtOnceAndIsNotSentAgain(): void
    {
        self::$sandbox->fault(['kind' => 'delay', 'operation' => 'send', 'seconds' => 5], $this->key);
        $command = $this->start('send booking-1 --yes ' . self::FORM);
        self::$sandbox->awaitRequest('send', 0, $this->key);
        $command->signal(SIGINT);
        $command->awaitError('Press Ctrl-C again');
        $command->signal(SIGINT);
        $command->wait();
        self::assertSame(7, $this->cotp('send booking-1 --yes ' . self::FORM)->code);
        $this->endLeases();
        self::assertSame(5, $this->cotp('send booking-1 --yes ' . self::FORM)->code);
        self::assertSame(1, self::$sandbox->received('send', $this->key));
    }

    public function testClosedPipeLosesNoMessage(): void
    {
        $command = $this->start('send booking-1 --yes ' . self::FORM);
        $command->closeOutput();
        self::assertSame(141, $command->wait(), $command->errors());
        self::assertSame(0, $this->cotp('send booking-1 ' . self::FORM)->code);
        self::assertSame(1, $this->processed());
    }
}
