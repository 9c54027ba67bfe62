"""The tables of the books, each whole in one step: constraints and indexes stand inside CreateModel, because adding
one later makes SQLite rebuild the table. Entries and postings are made by CreateFrozenTable."""

import django.db.models.deletion
from django.db import migrations, models

from commonwork.books.frozen_tables import CreateFrozenTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('chart', models.CharField(max_length=20, verbose_name='chart of accounts')),
                ('unit', models.CharField(default='USD', max_length=12, verbose_name='unit')),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('closed_until', models.DateField(blank=True, null=True, verbose_name='closed until')),
                ('head_seq', models.PositiveBigIntegerField(default=0, verbose_name='number of the last entry')),
                ('head_hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64, verbose_name='hash of the last entry')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='book', to='registry.organisation')),
            ],
            options={
                'verbose_name': 'book',
                'verbose_name_plural': 'books',
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('asset', 'asset'), ('liability', 'liability'), ('equity', 'equity'), ('income', 'income'), ('expense', 'expense')], max_length=12, verbose_name='kind')),
                ('by', models.CharField(blank=True, default='', max_length=20, verbose_name='kept by')),
                ('unit', models.CharField(default='USD', max_length=12, verbose_name='unit')),
                ('book', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='books.book')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'constraints': [models.UniqueConstraint(fields=('book', 'code'), name='account_once_a_book')],
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='balance', serialize=False, to='books.account')),
                ('amount_minor', models.BigIntegerField(default=0, verbose_name='balance')),
                ('floor_minor', models.BigIntegerField(blank=True, null=True, verbose_name='floor')),
                ('ceiling_minor', models.BigIntegerField(blank=True, null=True, verbose_name='ceiling')),
            ],
            options={
                'verbose_name': 'balance',
                'verbose_name_plural': 'balances',
                'constraints': [models.CheckConstraint(condition=models.Q(('floor_minor', None), ('amount_minor__gte', models.F('floor_minor')), _connector='OR'), name='balance_above_floor'), models.CheckConstraint(condition=models.Q(('ceiling_minor', None), ('amount_minor__lte', models.F('ceiling_minor')), _connector='OR'), name='balance_below_ceiling')],
            },
        ),
        CreateFrozenTable(
            name='Entry',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(verbose_name='number')),
                ('effective_on', models.DateField(verbose_name='counts for')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('source', models.CharField(max_length=40, verbose_name='fact')),
                ('memo_hash', models.CharField(blank=True, default='', max_length=64, verbose_name='hash of the memo')),
                ('mirror', models.UUIDField(null=True, verbose_name='mirror')),
                ('is_closing', models.BooleanField(default=False, verbose_name='closes a year')),
                ('line_count', models.PositiveIntegerField(verbose_name='number of lines')),
                ('payload_hash', models.CharField(max_length=64, verbose_name='hash of what it says')),
                ('prev_hash', models.CharField(max_length=64, verbose_name='hash before')),
                ('hash', models.CharField(max_length=64, verbose_name='hash')),
                ('book', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='books.book')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='books.entry', verbose_name='reverses')),
            ],
            options={
                'verbose_name': 'entry',
                'verbose_name_plural': 'entries',
                'constraints': [models.UniqueConstraint(fields=('book', 'seq'), name='entry_once_a_seq')],
                'indexes': [
                    models.Index(fields=['source'], name='entry_source'),
                    models.Index(condition=models.Q(('mirror__isnull', False)), fields=['mirror'], name='entry_mirror'),
                    models.Index(fields=['book', 'effective_on', 'seq'], name='entry_by_day'),
                ],
            },
        ),
        CreateFrozenTable(
            name='Posting',
            fields=[
                ('pk', models.CompositePrimaryKey('book_id', 'seq', 'line', blank=True, editable=False, primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(verbose_name='number of the entry')),
                ('line', models.PositiveIntegerField(verbose_name='line')),
                ('effective_on', models.DateField(verbose_name='counts for')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount')),
                ('party', models.CharField(blank=True, default='', max_length=80, verbose_name='party')),
                ('fund', models.CharField(blank=True, default='', max_length=60, verbose_name='fund')),
                ('is_closing', models.BooleanField(default=False, verbose_name='closes a year')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='books.account')),
                ('book', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='books.book')),
            ],
            options={
                'verbose_name': 'posting',
                'verbose_name_plural': 'postings',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('amount_minor', 0), _negated=True), name='posting_moves_something'),
                    models.CheckConstraint(condition=models.Q(('line__gte', 1)), name='posting_line_from_one'),
                ],
                'indexes': [
                    models.Index(fields=['book', 'account', 'effective_on', 'seq', 'line', 'amount_minor'], name='posting_by_account'),
                    models.Index(condition=models.Q(('party', ''), _negated=True), fields=['account', 'party', 'effective_on', 'amount_minor'], name='posting_by_party'),
                    models.Index(condition=models.Q(('is_closing', True)), fields=['book', 'effective_on', 'account', 'amount_minor'], name='posting_closing'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Memo',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='memo_row', serialize=False, to='books.entry')),
                ('salt', models.CharField(max_length=32, verbose_name='salt')),
                ('text', models.CharField(max_length=300, verbose_name='memo')),
                ('is_erased', models.BooleanField(default=False, verbose_name='erased')),
            ],
            options={
                'verbose_name': 'memo',
                'verbose_name_plural': 'memos',
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ends_on', models.DateField(verbose_name='open again from')),
                ('closed_at', models.DateTimeField(verbose_name='closed at')),
                ('head_seq', models.PositiveBigIntegerField(verbose_name='number of the last entry')),
                ('head_hash', models.CharField(max_length=64, verbose_name='hash of the last entry')),
                ('sums', models.JSONField(verbose_name='balances at the close')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='books.book')),
            ],
            options={
                'verbose_name': 'closed period',
                'verbose_name_plural': 'closed periods',
                'constraints': [models.UniqueConstraint(fields=('book', 'ends_on'), name='period_closed_once')],
            },
        ),
        migrations.CreateModel(
            name='Equipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('what', models.CharField(max_length=200, verbose_name='what')),
                ('cost_minor', models.PositiveBigIntegerField(verbose_name='cost')),
                ('first_month', models.DateField(verbose_name='charged from')),
                ('life_months', models.PositiveIntegerField(verbose_name='life in months')),
                ('bought_on', models.DateField(blank=True, null=True, verbose_name='bought on')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='equipment', to='books.book')),
            ],
            options={
                'verbose_name': 'equipment',
                'verbose_name_plural': 'equipment',
                'constraints': [models.CheckConstraint(condition=models.Q(('life_months__gte', 1)), name='equipment_lives_a_month')],
            },
        ),
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('number', models.CharField(blank=True, default='', max_length=80, verbose_name='number')),
                ('match_days', models.PositiveSmallIntegerField(default=7, verbose_name='days between bank and books')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='first day')),
                ('opening_minor', models.BigIntegerField(blank=True, null=True, verbose_name='balance before the first line')),
                ('salt', models.CharField(max_length=32, verbose_name='salt')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bank_account', to='books.account')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='books.book')),
            ],
            options={
                'verbose_name': 'bank account',
                'verbose_name_plural': 'bank accounts',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('opening_minor', None), ('starts_on', None)), models.Q(('opening_minor__isnull', False), ('starts_on__isnull', False)), _connector='OR'), name='bank_account_opens_with_a_balance'), models.CheckConstraint(condition=models.Q(('match_days__lte', 90)), name='bank_account_match_days')],
            },
        ),
        migrations.CreateModel(
            name='CsvLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('bank', models.CharField(max_length=80, verbose_name='bank')),
                ('fingerprint', models.CharField(blank=True, default='', max_length=64, verbose_name='hash of the column names')),
                ('mapping', models.JSONField(verbose_name='columns')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='csv_layouts', to='books.book')),
            ],
            options={
                'verbose_name': "layout of a bank's CSV",
                'verbose_name_plural': "layouts of banks' CSV",
                'constraints': [models.UniqueConstraint(fields=('book', 'bank'), name='csv_layout_once_a_bank')],
            },
        ),
        migrations.CreateModel(
            name='BankMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('at', models.DateTimeField(verbose_name='matched at')),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='books.bankaccount')),
                ('made', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made_for', to='books.entry')),
            ],
            options={
                'verbose_name': 'bank match',
                'verbose_name_plural': 'bank matches',
            },
        ),
        migrations.CreateModel(
            name='BankStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('format', models.CharField(max_length=12, verbose_name='format')),
                ('file_hash', models.CharField(max_length=64, verbose_name='salted hash of the file')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('opening_minor', models.BigIntegerField(blank=True, null=True, verbose_name='opening balance')),
                ('closing_minor', models.BigIntegerField(blank=True, null=True, verbose_name='closing balance')),
                ('closing_on', models.DateField(blank=True, null=True, verbose_name='day of the closing balance')),
                ('new_count', models.PositiveIntegerField(verbose_name='new lines')),
                ('imported_at', models.DateTimeField(verbose_name='taken in at')),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='books.bankaccount')),
            ],
            options={
                'verbose_name': 'bank statement',
                'verbose_name_plural': 'bank statements',
                'constraints': [models.UniqueConstraint(fields=('bank_account', 'file_hash'), name='bank_statement_once'), models.CheckConstraint(condition=models.Q(models.Q(('closing_minor', None), ('closing_on', None)), models.Q(('closing_minor__isnull', False), ('closing_on__isnull', False)), _connector='OR'), name='bank_statement_closes_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='BankLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('on', models.DateField(verbose_name='day')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount')),
                ('payee', models.CharField(blank=True, default='', max_length=300, verbose_name='payee')),
                ('memo', models.CharField(blank=True, default='', max_length=600, verbose_name='memo')),
                ('ref', models.CharField(blank=True, default='', max_length=120, verbose_name='reference')),
                ('is_erased', models.BooleanField(default=False, verbose_name='erased')),
                ('content_hash', models.CharField(max_length=64, verbose_name='salted hash of what it says')),
                ('is_set_aside', models.BooleanField(default=False, verbose_name='not ours')),
                ('bank_account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.bankaccount')),
                ('match', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.bankmatch')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.bankstatement')),
            ],
            options={
                'verbose_name': 'bank line',
                'verbose_name_plural': 'bank lines',
                'indexes': [models.Index(fields=['bank_account', 'on', 'amount_minor'], name='bank_line_by_day'), models.Index(condition=models.Q(('is_set_aside', False), ('match', None)), fields=['bank_account', 'on'], name='bank_line_open')],
                'constraints': [models.UniqueConstraint(fields=('bank_account', 'content_hash'), name='bank_line_once'), models.CheckConstraint(condition=models.Q(('amount_minor', 0), _negated=True), name='bank_line_moves_something'), models.CheckConstraint(condition=models.Q(('match', None), ('is_set_aside', False), _connector='OR'), name='bank_line_aside_or_matched')],
            },
        ),
        migrations.CreateModel(
            name='MatchedPosting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(verbose_name='line')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount')),
                ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='bank_matches', to='books.entry')),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postings', to='books.bankmatch')),
            ],
            options={
                'verbose_name': 'matched posting',
                'verbose_name_plural': 'matched postings',
                'constraints': [models.UniqueConstraint(fields=('entry', 'line'), name='posting_matched_once')],
            },
        ),
        migrations.CreateModel(
            name='MatchRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('payee', models.CharField(max_length=120, verbose_name='payee')),
                ('is_out', models.BooleanField(verbose_name='money out')),
                ('account', models.CharField(max_length=12, verbose_name='account')),
                ('party', models.CharField(blank=True, default='', max_length=80, verbose_name='party')),
                ('use_count', models.PositiveIntegerField(default=1, verbose_name='times used')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='match_rules', to='books.book')),
            ],
            options={
                'verbose_name': 'rule for a payee',
                'verbose_name_plural': 'rules for payees',
                'constraints': [models.UniqueConstraint(fields=('book', 'payee', 'is_out'), name='match_rule_once_a_payee')],
            },
        ),
    ]
